import { STATUS_CODES } from 'node:http';

import type { AppError } from './errors.js';

export const PROBLEM_JSON = 'application/problem+json';
const PLAIN_JSON = 'application/json';

/** Answer of every failed request, unless the client prefers {@link ProblemDetails}. Keys as on the wire. */
export interface ErrorEnvelope {
  error: {
    code: string;
    message: string;
    details: Record<string, unknown>;
    request_id: string;
  };
}

/** The same facts as RFC 9457 has them; `code`, `request_id` and `details` are extension members. */
export interface ProblemDetails {
  /** A name for the kind of error, not an address to be fetched. */
  type: string;
  /** The status in words, the same for every error of that status. */
  title: string;
  status: number;
  detail: string;
  /** Path of the request that failed. */
  instance: string;
  code: string;
  request_id: string;
  details: Record<string, unknown>;
}

/** Answer of every failed request of the Open Inference Protocol, whose clients read a text. Keys as on the wire. */
export interface OpenInferenceError {
  error: string;
  code: string;
  request_id: string;
}

export function openInferenceError(error: AppError, requestId: string): OpenInferenceError {
  return { error: error.message, code: error.code, request_id: requestId };
}

export function errorEnvelope(error: AppError, requestId: string): ErrorEnvelope {
  return {
    error: { code: error.code, message: error.message, details: error.details, request_id: requestId },
  };
}

export function problemDetails(error: AppError, requestId: string, path: string): ProblemDetails {
  return {
    type: `urn:sibyl:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.message,
    instance: path,
    code: error.code,
    request_id: requestId,
    details: error.details,
  };
}

/**
 * Whether an Accept header names `application/problem+json` and ranks it above plain JSON: by `q`, and by order
 * where `q` is equal. A wildcard is no preference: the envelope is the default.
 */
export function prefersProblemJson(accept: string | undefined): boolean {
  if (!accept?.toLowerCase().includes(PROBLEM_JSON)) return false;
  const ranges = accept.split(',').map(parseRange);
  const problem = ranges.findIndex((range) => range.type === PROBLEM_JSON);
  const plain = ranges.findIndex((range) => range.type === PLAIN_JSON);
  const problemQ = ranges[problem]?.q ?? 0;
  if (problemQ === 0) return false;
  if (plain < 0) return true;
  const plainQ = ranges[plain]?.q ?? 0;
  return problemQ === plainQ ? problem < plain : problemQ > plainQ;
}

function parseRange(text: string): { type: string; q: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const q = weight === undefined ? 1 : Number(weight);
  return { type, q: Number.isFinite(q) ? q : 0 };
}
