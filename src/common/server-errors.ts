import { entry } from './error-entry.js';

/** Errors of the server, by status: part of the catalogue `ERRORS`, where the rules stand. */
export const SERVER_ERRORS = {
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
  VIDEO_UNSUPPORTED: entry(
    501,
    'warn',
    'Videos are decoded by ffmpeg, which is not installed on this server or cannot be used. Everything else works without it.',
    (d: { reason: string }) => `this server cannot read videos: ${d.reason}`,
  ),
  NOT_SUPPORTED: entry(
    501,
    'info',
    'Part of the Open Inference Protocol that this server does not have.',
    (d: { what: string; reason: string }) => `${d.what} is not supported: ${d.reason}`,
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
  VIDEO_BUSY: entry(
    503,
    'warn',
    'As many videos as MAX_VIDEO_REQUESTS allows are in progress. Retry after Retry-After seconds.',
    (d: { limit: number }) =>
      `${d.limit} videos are in progress, which is as many as this server takes at a time`,
  ),
  EXPORT_BUSY: entry(
    503,
    'warn',
    'As many exports of the history as may run at a time are running. Retry after Retry-After seconds.',
    (d: { limit: number }) =>
      `${d.limit} exports are running, which is as many as this server writes at a time`,
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
  STORAGE_UNAVAILABLE: entry(
    503,
    'warn',
    'What was kept of uploads or results cannot be read now, or nothing more can be kept. Predictions go on.',
    (d: { reason: string }) => `the storage of uploads and results is not available: ${d.reason}`,
  ),
  ROUTING_UNAVAILABLE: entry(
    503,
    'warn',
    'The database is away or switched off, so the routing cannot be changed. The last known one goes on.',
    (d: { reason: string }) => `the routing cannot be changed or its history read: ${d.reason}`,
  ),
  DEADLINE_EXCEEDED: entry(
    504,
    'warn',
    'The deadline passed while the request was waiting; it was never run.',
    (d: { model: string; deadline_ms: number }) =>
      `no answer from model '${d.model}' within ${d.deadline_ms} ms: the request was still waiting and was not run`,
  ),
  VIDEO_TIMEOUT: entry(
    504,
    'warn',
    'The deadline passed before the video, or this frame of it, was received and decoded. Ask for fewer frames, or raise VIDEO_TIMEOUT_SECONDS.',
    (d: { deadline_ms: number }) => `the video was not decoded within ${d.deadline_ms} ms`,
  ),
  INFERENCE_TIMEOUT: entry(
    504,
    'warn',
    'The deadline passed while the model was running. Its process is replaced.',
    (d: { model: string; deadline_ms: number }) =>
      `model '${d.model}' did not finish within ${d.deadline_ms} ms`,
  ),
} as const;
