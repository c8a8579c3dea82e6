import { PredictionRecordDto } from '../dto/prediction-record.dto.js';
import type { PredictionRecord } from '../history/prediction-record.js';
import { csvLine, type CsvValue } from './csv.js';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** Columns of the CSV in their order. New ones are added at the end: whoever reads by position goes on. */
const COLUMNS: Record<string, (record: PredictionRecord) => CsvValue> = {
  prediction_id: (record) => record.id,
  created_at: (record) => record.createdAt.toISOString(),
  request_id: (record) => record.requestId,
  session_id: (record) => record.sessionId,
  model: (record) => record.model,
  version: (record) => record.version,
  digest: (record) => record.digest,
  task: (record) => record.task,
  status: (record) => record.status,
  error_code: (record) => record.errorCode,
  label: (record) => record.label,
  score: (record) => record.score,
  labels: (record) => record.labels.join('|'),
  confidence_status: (record) => record.confidenceStatus,
  cached: (record) => record.cached,
  input_sha256: (record) => record.inputDigest,
  input_bytes: (record) => record.inputBytes,
  total_ms: (record) => record.totalMs,
  shadow_of: (record) => record.shadowOf,
  result: (record) => (record.result === null ? null : JSON.stringify(record.result)),
};

/** What comes before the first row. */
export function exportHead(format: ExportFormat): string {
  return format === 'csv' ? csvLine(Object.keys(COLUMNS)) : '';
}

export function exportRows(format: ExportFormat, records: readonly PredictionRecord[]): string {
  const line = format === 'csv' ? csvRow : jsonRow;
  return records.map(line).join('');
}

function csvRow(record: PredictionRecord): string {
  return csvLine(Object.values(COLUMNS).map((value) => value(record)));
}

/** The same keys as GET /v1/predictions. */
function jsonRow(record: PredictionRecord): string {
  return `${JSON.stringify(PredictionRecordDto.from(record))}\n`;
}
