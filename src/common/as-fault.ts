import { AppError } from './errors.js';

/** What was thrown as an error of the catalogue; what is none of it is a fault of the server, and nothing of its text is told. */
export function asFault(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('INTERNAL_ERROR', undefined, { cause: thrown });
}
