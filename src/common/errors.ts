import { CLIENT_ERRORS } from './client-errors.js';
import type { ErrorLevel } from './error-entry.js';
import { SERVER_ERRORS } from './server-errors.js';
import { SESSION_ERRORS } from './session-errors.js';
import { SUBJECT_ERRORS } from './subject-errors.js';

/**
 * Every error that a client can meet. The key is the code on the wire: never renamed, never reused.
 * The argument of `message` becomes `details` of the answer, so it holds nothing that a client may not see.
 */
export const ERRORS = {
  ...CLIENT_ERRORS,
  ...SESSION_ERRORS,
  ...SUBJECT_ERRORS,
  ...SERVER_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** The values that a code's message is made of; they are the `details` of the answer. */
export type ErrorDetails<C extends ErrorCode> = Parameters<(typeof ERRORS)[C]['message']>[0];

/** An error as it crosses a process boundary: code and details, from which the message is made again. */
export interface WireError {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;
}

export interface AppErrorOptions {
  /** The underlying fault: logged, never answered. */
  readonly cause?: unknown;
  /** Value of the Retry-After header, in whole seconds. */
  readonly retryAfterSeconds?: number;
}

/** The only exception that our own code throws on purpose. Knows no framework: executors use it too. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: Record<string, unknown>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: C,
    ...[details, options]: unknown extends ErrorDetails<C>
      ? [details?: undefined, options?: AppErrorOptions]
      : [details: ErrorDetails<C>, options?: AppErrorOptions]
  ) {
    const message = (ERRORS[code].message as (details: unknown) => string)(details);
    super(message, { cause: options?.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = (details ?? {}) as Record<string, unknown>;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get level(): ErrorLevel {
    return ERRORS[this.code].level;
  }

  toWire(): WireError {
    return { code: this.code, details: this.details };
  }

  static fromWire(wire: WireError): AppError {
    return new (AppError as new (code: ErrorCode, details: unknown) => AppError)(wire.code, wire.details);
  }
}
