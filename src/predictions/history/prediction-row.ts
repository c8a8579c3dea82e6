import { timeOfPredictionId } from './prediction-id.js';
import type { NewPrediction, PredictionRecord, StoredInput } from './prediction-record.js';

/** Columns of `predictions` with their PostgreSQL types, in the order of the INSERT. */
export const PREDICTION_COLUMNS = {
  created_at: 'timestamptz',
  id: 'uuid',
  request_id: 'text',
  session_id: 'uuid',
  subject_id: 'uuid',
  model: 'text',
  version: 'text',
  digest: 'text',
  task: 'text',
  status: 'text',
  error_code: 'text',
  label: 'text',
  score: 'double precision',
  labels: 'text[]',
  confidence_status: 'text',
  cached: 'boolean',
  result: 'jsonb',
  input_digest: 'text',
  input_bytes: 'integer',
  timings_ms: 'jsonb',
  total_ms: 'double precision',
  shadow_of: 'uuid',
  input_key: 'text',
  input_data: 'jsonb',
  input_options: 'jsonb',
  result_key: 'text',
} as const;

type Row = Record<keyof typeof PREDICTION_COLUMNS, unknown>;

/** Escapes that PostgreSQL refuses in text: NUL, and a surrogate without its partner. */
const REFUSED_ESCAPE = /\\u(0000|d[89a-f])/i;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * One prediction as a line of JSON without a line break: what waits in memory, lies in the spill file and is sent to the
 * database is the same text. Text that PostgreSQL cannot store is replaced by U+FFFD.
 *
 * @throws RangeError when `id` was not made by `newPredictionId`
 */
export function toLine(prediction: NewPrediction): string {
  const createdAt = timeOfPredictionId(prediction.id);
  if (createdAt === undefined)
    throw new RangeError(`'${prediction.id}' is not a prediction id (UUID version 7)`);
  const row: Row = {
    created_at: createdAt.toISOString(),
    id: prediction.id,
    request_id: prediction.requestId,
    session_id: prediction.sessionId,
    subject_id: prediction.subjectId,
    model: prediction.model,
    version: prediction.version,
    digest: prediction.digest,
    task: prediction.task,
    status: prediction.status,
    error_code: prediction.errorCode,
    label: prediction.label,
    score: prediction.score,
    labels: prediction.labels,
    confidence_status: prediction.confidenceStatus,
    cached: prediction.cached,
    result: prediction.result ?? null,
    input_digest: prediction.inputDigest,
    input_bytes: prediction.inputBytes,
    timings_ms: prediction.timingsMs,
    total_ms: prediction.totalMs,
    shadow_of: prediction.shadowOf,
    input_key: prediction.storedInput?.key ?? null,
    input_data: prediction.storedInput?.data ?? null,
    input_options: prediction.storedInput?.options ?? null,
    result_key: prediction.resultKey,
  };
  const line = plainJson(row);
  return line === undefined || REFUSED_ESCAPE.test(line) ? JSON.stringify(row, storable) : line;
}

/** Without a replacer, which would cost several times as much and is rarely needed; undefined where one is. */
function plainJson(row: Row): string | undefined {
  try {
    return JSON.stringify(row);
  } catch {
    return undefined;
  }
}

/** The prediction in a line that `toLine` made. */
export function fromLine(line: string): PredictionRecord {
  const row = JSON.parse(line) as Record<keyof typeof PREDICTION_COLUMNS, never>;
  return {
    id: row.id,
    createdAt: new Date(row.created_at),
    requestId: row.request_id,
    // A line that was spilled before there were sessions has none.
    sessionId: row.session_id ?? null,
    subjectId: row.subject_id ?? null,
    model: row.model,
    version: row.version,
    digest: row.digest,
    task: row.task,
    status: row.status,
    errorCode: row.error_code,
    label: row.label,
    score: row.score,
    labels: row.labels,
    confidenceStatus: row.confidence_status,
    cached: row.cached,
    result: row.result,
    inputDigest: row.input_digest,
    inputBytes: row.input_bytes,
    timingsMs: row.timings_ms,
    totalMs: row.total_ms,
    // Lines of a server that knew no shadows.
    shadowOf: row.shadow_of ?? null,
    // Lines of a server that kept no drawn answers.
    resultKey: row.result_key ?? null,
    hasInput: (row.input_options ?? null) !== null,
  };
}

/** Whether a line is of a prediction about the subject. Cheaper than reading the line, and a UUID needs no escapes. */
export function isOfSubject(line: string, subjectId: string): boolean {
  return line.includes(`"subject_id":"${subjectId}"`);
}

/** What the prediction in a line was made from; null where that is not kept. */
export function inputFromLine(line: string): StoredInput | null {
  const row = JSON.parse(line) as Record<keyof typeof PREDICTION_COLUMNS, never>;
  // Lines of a server that kept no inputs have none.
  if ((row.input_options ?? null) === null) return null;
  return { key: row.input_key, data: row.input_data, options: row.input_options };
}

/** int64 tensors hold bigints, which JSON does not know. */
function integers(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd').replace(LONE_SURROGATE, '\ufffd');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [storable('', name) as string, member]),
    );
  }
  return integers(value);
}
