import { entry } from './error-entry.js';

/** A feature that a subject's records do not tell. */
interface MissingFeature {
  readonly feature: string;
  readonly field: string;
  readonly window_days: number;
  readonly needed_days: number;
  readonly found_days: number;
}

/** Errors about subjects and their records: part of the catalogue `ERRORS`, where the rules stand. */
export const SUBJECT_ERRORS = {
  SUBJECT_NOT_FOUND: entry(
    404,
    'info',
    'Nothing is stored of that subject, or it was erased.',
    (d: { id: string }) =>
      `there are no records of subject '${d.id}'; PUT /v1/subjects/{subject_id}/records stores some`,
  ),
  FEATURES_MISSING: entry(
    422,
    'info',
    "The subject's records do not tell what the model has to know. `details.missing` lists each feature with the days that it needs.",
    (d: { model: string; as_of: string; missing: MissingFeature[] }) =>
      `model '${d.model}' cannot answer as of ${d.as_of}: ${d.missing.map(missingInWords).join('; ')}`,
  ),
  SUBJECT_STORE_UNAVAILABLE: entry(
    503,
    'warn',
    'The database is away or switched off, and with it the records of subjects. Other predictions go on.',
    (d: { reason: string }) => `the records of subjects cannot be reached: ${d.reason}`,
  ),
} as const;

function missingInWords({ feature, field, window_days, needed_days, found_days }: MissingFeature): string {
  const window = window_days === 1 ? 'that day' : `${window_days} days`;
  return `'${feature}' needs '${field}' on ${needed_days} of ${window}, found on ${found_days}`;
}
