import { AppError } from '../common/errors.js';

/** Clocks of cameras go a little wrong; a time far ahead would make every picture after it late. */
const AHEAD_MS = 60_000;
const UNIX_MS = /^\d{1,15}$/;
const WITH_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;

/**
 * The times of the pictures of a request, in Unix milliseconds.
 *
 * @param text times separated by commas, as ISO 8601 with a time zone or as Unix milliseconds
 * @param now Unix milliseconds
 * @throws AppError VALIDATION_FAILED
 */
export function capturedTimes(text: string | undefined, now: number): readonly number[] {
  if (text === undefined) return [];
  return text.split(',').map((each) => {
    const part = each.trim();
    const time = UNIX_MS.test(part) ? Number(part) : WITH_ZONE.test(part) ? Date.parse(part) : Number.NaN;
    if (Number.isNaN(time)) {
      throw fault(`'${part.slice(0, 50)}' is no time; send e.g. ${new Date(now).toISOString()} or ${now}`);
    }
    if (time > now + AHEAD_MS) throw fault(`'${part}' is more than ${AHEAD_MS / 1000} s ahead of the server`);
    return time;
  });
}

function fault(text: string): AppError {
  return new AppError('VALIDATION_FAILED', { faults: [`captured_at: ${text}`] });
}
