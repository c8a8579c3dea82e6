import { AppError } from '../common/errors.js';
import type { Session } from './session.js';

const RETRY_AFTER_SECONDS = 5;

/** Whether the error says something about the session itself. */
export function isSessionFault(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith('SESSION_');
}

/** Why an ended session cannot be used. */
export function overError({ id, endReason, endedAt }: Session): AppError {
  const at = endedAt?.toISOString() ?? '';
  if (endReason === 'expired') return new AppError('SESSION_EXPIRED', { id, expired_at: at });
  return new AppError('SESSION_ENDED', { id, ended_at: at });
}

/** What a fault of the database is for a session: SESSION_STORE_UNAVAILABLE when it is away. @param more said after the reason */
export function unavailable(error: unknown, more = ''): unknown {
  if (!(error instanceof AppError) || error.code !== 'HISTORY_UNAVAILABLE') return error;
  const reason = String(error.details['reason']);
  return new AppError(
    'SESSION_STORE_UNAVAILABLE',
    { reason: reason + more },
    { retryAfterSeconds: error.retryAfterSeconds ?? RETRY_AFTER_SECONDS, cause: error },
  );
}

/** Work that has to be certain. @throws AppError SESSION_STORE_UNAVAILABLE, and what `work` throws */
export async function certain<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}
