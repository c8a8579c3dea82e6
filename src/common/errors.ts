/** How loudly an error is logged: a client's fault is information, a server's fault is an error. */
export type ErrorLevel = 'info' | 'warn' | 'error';

interface ErrorEntry<D> {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly level: ErrorLevel;
  /** What it means and what to do about it: shown in the documentation, never in an answer. */
  readonly help: string;
  /** The sentence in the answer: names the thing and says what would have been right. */
  readonly message: (details: D) => string;
}

const entry = <D>(
  status: number,
  level: ErrorLevel,
  help: string,
  message: (details: D) => string,
): ErrorEntry<D> => ({ status, level, help, message });

const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

/**
 * Every error that a client can meet. The key is the code on the wire: never renamed, never reused.
 * The argument of `message` becomes `details` of the answer, so it holds nothing that a client may not see.
 */
export const ERRORS = {
  VALIDATION_FAILED: entry(
    400,
    'info',
    'A field is unknown, missing, of the wrong type or out of range. `details.faults` lists each one.',
    (d: { faults: string[] }) => d.faults.join('; '),
  ),
  MALFORMED_REQUEST: entry(
    400,
    'info',
    'The URL or the HTTP message itself cannot be read, so no route was looked for.',
    (d: { reason: string }) => `the request cannot be read: ${d.reason}`,
  ),
  MALFORMED_BODY: entry(
    400,
    'info',
    'The body is not what its Content-Type says: broken JSON or a broken multipart stream.',
    (d: { reason: string }) => `the body cannot be read: ${d.reason}`,
  ),
  NO_INPUT: entry(
    400,
    'info',
    'The request carries nothing to predict on.',
    (d: { expected: string }) => `no input was sent; expected ${d.expected}`,
  ),
  EMPTY_FILE: entry(
    400,
    'info',
    'An uploaded file has no bytes.',
    (d: { filename: string }) => `'${d.filename}' is empty`,
  ),
  UNDECODABLE_IMAGE: entry(
    400,
    'info',
    'The file starts like a picture but its content is damaged or cut off.',
    (d: { format: string; reason: string }) => `the ${d.format} picture cannot be decoded: ${d.reason}`,
  ),
  INVALID_TENSOR: entry(
    400,
    'info',
    'A tensor has the wrong name, shape, data type or number of values for this model.',
    (d: { tensor: string; expected: string; got: string }) =>
      `input '${d.tensor}' expects ${d.expected}; got ${d.got}`,
  ),
  INVALID_CURSOR: entry(
    400,
    'info',
    'The paging cursor was not made by this server. Start again without one.',
    () => 'the cursor is not valid; use next_cursor of an earlier page, or none',
  ),
  UNAUTHORIZED: entry(
    401,
    'info',
    'An admin route was called without a token, or with one that is not in ADMIN_TOKENS.',
    (d: { reason: string }) =>
      `this route needs an admin token: ${d.reason}; send 'Authorization: Bearer <token>' with one of ADMIN_TOKENS`,
  ),
  FORBIDDEN: entry(
    403,
    'info',
    'Without ADMIN_TOKENS admin routes answer only to requests from the machine itself. Set ADMIN_TOKENS.',
    (d: { reason: string }) =>
      `without ADMIN_TOKENS this route is for requests from the machine itself only: ${d.reason}`,
  ),
  NOT_FOUND: entry(
    404,
    'info',
    'No such route.',
    (d: { method: string; path: string }) => `no route ${d.method} ${d.path}`,
  ),
  MODEL_NOT_FOUND: entry(
    404,
    'info',
    'No model of that name. The message lists the ones that are there.',
    (d: { model: string; available: string[] }) =>
      `no model named '${d.model}'; available models: ${list(d.available)}`,
  ),
  VERSION_NOT_FOUND: entry(
    404,
    'info',
    'The model has no such version.',
    (d: { model: string; version: string; available: string[] }) =>
      `model '${d.model}' has no version '${d.version}'; available versions: ${list(d.available)}`,
  ),
  PREDICTION_NOT_FOUND: entry(
    404,
    'info',
    'No prediction with that id, or it is older than the retention period.',
    (d: { id: string }) => `no prediction with id '${d.id}'`,
  ),
  NOT_ACCEPTABLE: entry(
    406,
    'info',
    'The Accept header asks for something this route cannot give.',
    (d: { accept: string; available: string[] }) =>
      `cannot answer as '${d.accept}'; available: ${list(d.available)}`,
  ),
  REQUEST_TIMEOUT: entry(
    408,
    'info',
    'The client took too long to send its headers or its body.',
    () => 'the request was not received in time',
  ),
  FILE_TOO_LARGE: entry(
    413,
    'info',
    'One file is larger than MAX_UPLOAD_SIZE.',
    (d: { filename: string; max_size_mb: number }) => `'${d.filename}' is larger than ${d.max_size_mb} MB`,
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    'info',
    'The whole request, the number of files or a form field is over its limit.',
    (d: { what: string; limit: string }) => `${d.what} is over its limit of ${d.limit}`,
  ),
  TOO_MANY_PIXELS: entry(
    413,
    'info',
    'The picture is small as a file but unpacks to more than MAX_IMAGE_MEGAPIXELS.',
    (d: { width: number; height: number; max_megapixels: number }) =>
      `the picture has ${d.width} x ${d.height} pixels; at most ${d.max_megapixels} megapixels are accepted`,
  ),
  URI_TOO_LONG: entry(
    414,
    'info',
    'A part of the path, such as the name of a model, is longer than the router accepts.',
    () => 'a part of the path is too long; see the documentation for the names of routes and models',
  ),
  UNSUPPORTED_MEDIA_TYPE: entry(
    415,
    'info',
    'The content is not of an accepted kind. The bytes decide, not the name or the declared type.',
    (d: { got: string; accepted: string[] }) => `${d.got} is not accepted; send ${list(d.accepted)}`,
  ),
  RATE_LIMIT_EXCEEDED: entry(
    429,
    'info',
    'This client used up its allowance. Wait for Retry-After seconds.',
    (d: { limit: number; window_seconds: number; retry_after_seconds: number }) =>
      `more than ${d.limit} requests in ${d.window_seconds} s; try again in ${d.retry_after_seconds} s`,
  ),
  HEADERS_TOO_LARGE: entry(
    431,
    'info',
    'The headers of the request are larger than 16 KB in total.',
    () => 'the headers of the request are larger than 16 KB',
  ),
  CLIENT_CLOSED_REQUEST: entry(
    499,
    'info',
    'The client went away before the answer. Only in logs and metrics.',
    () => 'the client closed the connection',
  ),
  INTERNAL_ERROR: entry(
    500,
    'error',
    'A fault of the server. The log has the rest under the same request id.',
    () => 'something went wrong on the server; please report the request id',
  ),
  MODEL_INFERENCE_FAILED: entry(
    500,
    'error',
    'The model raised an error on this input, or its process died. Other requests are not affected.',
    (d: { model: string; reason: string }) => `model '${d.model}' failed on this input: ${d.reason}`,
  ),
  MODEL_NOT_READY: entry(
    503,
    'warn',
    'The model is loading, draining or failed to load. Retry after Retry-After seconds; see GET /v1/models/{model}/status.',
    (d: { model: string; version: string; state: string; reason?: string }) =>
      `model '${d.model}' version ${d.version} is ${d.state}${d.reason ? `: ${d.reason}` : ''}`,
  ),
  QUEUE_FULL: entry(
    503,
    'warn',
    'The model has as much work waiting as it may have. Retry after Retry-After seconds.',
    (d: { model: string; waiting: number; limit: string }) =>
      `model '${d.model}' has ${d.waiting} requests waiting, the limit is ${d.limit}`,
  ),
  SHUTTING_DOWN: entry(
    503,
    'info',
    'This instance is stopping. Another one will take the request.',
    () => 'the server is shutting down',
  ),
  HISTORY_UNAVAILABLE: entry(
    503,
    'warn',
    'The database is away or history is switched off. Predictions go on.',
    (d: { reason: string }) => `the prediction history is not available: ${d.reason}`,
  ),
  DEADLINE_EXCEEDED: entry(
    504,
    'warn',
    'The deadline passed while the request was waiting; it was never run.',
    (d: { model: string; deadline_ms: number }) =>
      `no answer from model '${d.model}' within ${d.deadline_ms} ms: the request was still waiting and was not run`,
  ),
  INFERENCE_TIMEOUT: entry(
    504,
    'warn',
    'The deadline passed while the model was running. Its process is replaced.',
    (d: { model: string; deadline_ms: number }) =>
      `model '${d.model}' did not finish within ${d.deadline_ms} ms`,
  ),
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
