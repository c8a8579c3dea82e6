import { entry, list } from './error-entry.js';
import { HISTORY_ERRORS } from './history-errors.js';

/** Errors of the request, by status: part of the catalogue `ERRORS`, where the rules stand. */
export const CLIENT_ERRORS = {
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
  UNDECODABLE_VIDEO: entry(
    400,
    'info',
    'The file starts like a video but its content is damaged, cut off, or holds no pictures; or one frame of it does.',
    (d: { reason: string }) => `the video cannot be decoded: ${d.reason}`,
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
  DEBUG_OFF: entry(
    403,
    'info',
    'The request asks for debug output, which this server does not give. Set DEBUG_PREPROCESS=true.',
    () => 'debug=preprocess is off on this server; DEBUG_PREPROCESS=true switches it on',
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
  ALIAS_NOT_FOUND: entry(
    404,
    'info',
    'The model has no such alias.',
    (d: { model: string; alias: string; available: string[] }) =>
      `model '${d.model}' has no alias '${d.alias}'; aliases: ${list(d.available)}`,
  ),
  SAMPLE_NOT_FOUND: entry(
    404,
    'info',
    'The model has no such sample. The message lists the ones that it has.',
    (d: { model: string; sample: string; available: string[] }) =>
      `model '${d.model}' has no sample '${d.sample}'; samples: ${list(d.available)}`,
  ),
  ...HISTORY_ERRORS,
  SERVICE_NOT_FOUND: entry(
    404,
    'info',
    'gRPC only: the health of a service was asked for that this server does not have.',
    (d: { service: string; available: string[] }) =>
      `no service named '${d.service}'; services: ${list(d.available)}, or empty for the server`,
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    'info',
    'The route exists, but not with this method.',
    (d: { method: string; path: string; allowed: string[] }) =>
      `${d.path} does not know ${d.method}; use ${list(d.allowed)}`,
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
  ROUTING_REFUSED: entry(
    409,
    'info',
    'A version that the routing was to name is not fit to answer, or an alias that was to go is in use. Nothing was changed.',
    (d: { model: string; reason: string }) => `the routing of model '${d.model}' is not changed: ${d.reason}`,
  ),
  REVISION_MISMATCH: entry(
    412,
    'info',
    'Somebody else changed the routing since the revision that If-Match names. Read it again and decide anew.',
    (d: { model: string; expected: string; revision: number }) =>
      `the routing of model '${d.model}' is at revision ${d.revision}, not at ${d.expected}`,
  ),
  FILE_TOO_LARGE: entry(
    413,
    'info',
    'One file is larger than MAX_UPLOAD_SIZE, or a video than MAX_VIDEO_SIZE.',
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
  VIDEO_TOO_LONG: entry(
    413,
    'info',
    'The video lasts, or claims to last, longer than MAX_VIDEO_SECONDS.',
    (d: { seconds: number; max_seconds: number }) =>
      `the video lasts ${d.seconds} s; at most ${d.max_seconds} s are accepted`,
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
  REGION_NOT_FOUND: entry(
    422,
    'info',
    'The model looks at what another model finds, and that one found nothing. Send another picture; `region.fallback` of the manifest may allow an answer without.',
    (d: { model: string; region_model: string; label: string | null }) =>
      `model '${d.region_model}' found no ${d.label === null ? 'region' : `'${d.label}'`} in the picture for model '${d.model}' to look at`,
  ),
  MODEL_LOAD_FAILED: entry(
    422,
    'warn',
    'What lies in the model folder cannot be served, so it was not taken over. What served before goes on.',
    (d: { model: string; reason: string; serving: string }) =>
      `model '${d.model}' was not loaded: ${d.reason}; version in service: ${d.serving}`,
  ),
  POISON_INPUT: entry(
    422,
    'warn',
    'This very input was inside a process of the model when it crashed, twice. It is refused for ten minutes.',
    (d: { model: string; refused_for_seconds: number }) =>
      `this input ended two processes of model '${d.model}'; it is refused for ${d.refused_for_seconds} s more`,
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
} as const;
