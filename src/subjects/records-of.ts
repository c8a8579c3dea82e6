import { AppError } from '../common/errors.js';
import type { PutRecordsDto, RecordDto } from './dto/subject-request.dto.js';
import type { FieldValue, SubjectRecord } from './subject-record.js';

/** The records of a request: one, or a batch of different days. @throws AppError VALIDATION_FAILED */
export function recordsOf(body: PutRecordsDto): SubjectRecord[] {
  const { date, values, records } = body;
  if (records !== undefined) {
    if (date !== undefined || values !== undefined) {
      throw fault("'records' stands instead of 'date' and 'values'; send one or the other");
    }
    const days = new Set(records.map((record) => record.date));
    if (days.size < records.length) {
      const twice = records.find(
        (record, index) => records.findIndex((other) => other.date === record.date) < index,
      );
      throw fault(`'records' has two for ${twice?.date ?? 'one day'}; each day has one record`);
    }
    return records.map(toRecord);
  }
  if (date === undefined || values === undefined) {
    throw fault("expected one record as 'date' and 'values', or several as 'records'");
  }
  return [toRecord({ date, values })];
}

/** What was not answered is left out. */
function toRecord({ date, values }: RecordDto): SubjectRecord {
  const given = Object.entries(values).filter((entry): entry is [string, FieldValue] => entry[1] !== null);
  return { date, fields: Object.fromEntries(given) };
}

const fault = (text: string): AppError => new AppError('VALIDATION_FAILED', { faults: [text] });
