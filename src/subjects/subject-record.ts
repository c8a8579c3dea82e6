/** What one field of a record may hold. */
export type FieldValue = number | boolean | string;

/** Fields by name; what was not answered is left out. */
export type RecordFields = Readonly<Record<string, FieldValue>>;

/** What a subject has written down on one day. */
export interface SubjectRecord {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly fields: RecordFields;
}

/** A record with the time at which it was stored. */
export interface StoredRecord extends SubjectRecord {
  readonly storedAt: Date;
}

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. @param date YYYY-MM-DD */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/**
 * Whether a text is a day of the calendar, as YYYY-MM-DD, that has begun somewhere on earth.
 *
 * @param now Unix time in milliseconds
 */
export function isPastDay(text: unknown, now: number): boolean {
  if (typeof text !== 'string' || !/^(19|20)\d\d-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // 31 February is read as 3 March by some and refused by others.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return false;
  return time <= now + EARLIEST_ZONE_MS;
}

/** Clocks on Kiritimati are 14 hours ahead of UTC. */
const EARLIEST_ZONE_MS = 14 * 3_600_000;
