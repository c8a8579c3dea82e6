import { AppError, type ErrorCode, type WireError } from '../common/errors.js';

/** How long a fault of an input is remembered, in seconds: enough for a client that repeats what cannot succeed. */
export const FAULT_TTL_SECONDS = 60;

/** What the same bytes meet every time, whoever sends them. Never a limit, a timeout or a fault of ours. */
const DETERMINISTIC: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNDECODABLE_IMAGE',
  'TOO_MANY_PIXELS',
  'REGION_NOT_FOUND',
]);

/** The fault as it is stored; undefined for one that may not come again. */
export function keepableFault(error: unknown): WireError | undefined {
  if (!(error instanceof AppError) || !DETERMINISTIC.has(error.code)) return undefined;
  // A decoder that ran out of time may have more of it next time.
  if (/\blonger than\b/.test(String(error.details['reason'] ?? ''))) return undefined;
  return error.toWire();
}

/** The error of a stored fault; null when it is none that we would have stored. */
export function storedFault(found: unknown): AppError | null {
  if (typeof found !== 'object' || found === null) return null;
  const { code, details } = found as Partial<WireError>;
  if (code === undefined || !DETERMINISTIC.has(code) || typeof details !== 'object' || details === null)
    return null;
  try {
    return AppError.fromWire({ code, details });
  } catch {
    return null;
  }
}
