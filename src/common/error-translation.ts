import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { AppError } from './errors.js';
import { type MultipartLimits, sizeInWords } from './multipart-limits.js';

/** What the server reads as a body, for the message of a 415. */
export const BODY_TYPES = ['application/json', 'multipart/form-data'];

/** Of a thrown value, only what is needed to recognise where it came from. */
interface Fault {
  readonly code: string;
  readonly message: string;
  readonly statusCode: number | undefined;
}

/**
 * The catalogue's error for anything that was thrown on the way of a request: our own errors, Nest's HttpExceptions,
 * and the faults of Fastify, its body parsers and its multipart plugin. Whatever is not known is INTERNAL_ERROR with
 * the thrown value as its cause, so nothing of its text reaches a client.
 */
export function toAppError(thrown: unknown, request: FastifyRequest, limits: MultipartLimits): AppError {
  if (thrown instanceof AppError) return thrown;
  // Nest wraps Fastify's own 4xx into an HttpException and keeps the original as its cause.
  const origin = thrown instanceof HttpException && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (origin instanceof AppError) return origin;
  const fault = faultOf(origin);
  return (
    fromBodyParser(fault, request) ??
    fromMultipart(fault, request, limits) ??
    fromRouter(fault) ??
    fromConnection(fault) ??
    fromStatus(thrown, fault, request) ??
    new AppError('INTERNAL_ERROR', undefined, { cause: thrown })
  );
}

function faultOf(thrown: unknown): Fault {
  const { code, message, statusCode } = (
    typeof thrown === 'object' && thrown !== null ? thrown : {}
  ) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
  };
}

/** Path as the client wrote it, without the query (it may hold secrets) and not longer than is useful. */
export function pathOf(request: FastifyRequest): string {
  const path = (request.raw.url ?? '').split(/[?#]/, 1)[0] ?? '';
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}

function contentType(request: FastifyRequest): string {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().slice(0, 100);
  return type ? `Content-Type '${type}'` : 'a body without a Content-Type';
}

function fromBodyParser(fault: Fault, request: FastifyRequest): AppError | null {
  switch (fault.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return new AppError('UNSUPPORTED_MEDIA_TYPE', { got: contentType(request), accepted: BODY_TYPES });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('PAYLOAD_TOO_LARGE', {
        what: 'the request body',
        limit: sizeInWords(request.routeOptions.bodyLimit ?? 0),
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new AppError('MALFORMED_BODY', {
        reason: 'it is empty, but its Content-Type is application/json',
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError('MALFORMED_BODY', { reason: 'its size is not the one that Content-Length says' });
    default:
  }
  // JSON.parse's own words name the position; they quote nothing but the client's text.
  if (
    fault.code === 'FST_ERR_CTP_INVALID_JSON_BODY' ||
    (fault.statusCode === 400 && /JSON|prototype/.test(fault.message))
  )
    return new AppError('MALFORMED_BODY', {
      reason: `it is not valid JSON (${fault.message.slice(0, 200)})`,
    });
  return null;
}

const BROKEN_MULTIPART = /multipart|end of form|malformed part|boundary/i;

function fromMultipart(fault: Fault, request: FastifyRequest, limits: MultipartLimits): AppError | null {
  switch (fault.code) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return new AppError('PAYLOAD_TOO_LARGE', { what: 'a file', limit: sizeInWords(limits.fileSize) });
    case 'FST_FILES_LIMIT':
      return tooMany('the number of files', limits.files);
    case 'FST_FIELDS_LIMIT':
      return tooMany('the number of form fields', limits.fields);
    case 'FST_PARTS_LIMIT':
      return tooMany('the number of form parts', limits.parts);
    case 'FST_PROTO_VIOLATION':
      return new AppError('MALFORMED_BODY', { reason: 'a form field has a name that is not allowed' });
    case 'FST_INVALID_JSON_FIELD_ERROR':
      return new AppError('MALFORMED_BODY', {
        reason: 'a form field is declared as JSON but is not valid JSON',
      });
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new AppError('UNSUPPORTED_MEDIA_TYPE', {
        got: contentType(request),
        accepted: ['multipart/form-data'],
      });
    case 'FST_MP_PREMATURE_CLOSE':
      return new AppError('CLIENT_CLOSED_REQUEST');
    default:
  }
  // The parser below the plugin throws plain errors that are known by their text alone.
  if (fault.code === '' && isMultipart(request) && BROKEN_MULTIPART.test(fault.message))
    return new AppError('MALFORMED_BODY', {
      reason: 'the multipart form is cut off or its boundary is wrong',
    });
  return null;
}

function tooMany(what: string, limit: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', { what, limit: String(limit) });
}

function isMultipart(request: FastifyRequest): boolean {
  return request.headers['content-type']?.toLowerCase().startsWith('multipart/') ?? false;
}

function fromRouter(fault: Fault): AppError | null {
  if (fault.code === 'FST_ERR_BAD_URL')
    return new AppError('MALFORMED_REQUEST', { reason: 'the URL holds an invalid percent escape' });
  if (fault.code === 'FST_ERR_MAX_PARAM_LENGTH') return new AppError('URI_TOO_LONG');
  return null;
}

function fromConnection(fault: Fault): AppError | null {
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(fault.code)
    ? new AppError('CLIENT_CLOSED_REQUEST')
    : null;
}

/** What is left is known by its status alone: an HttpException or an `http-errors` object of a library. */
function fromStatus(thrown: unknown, fault: Fault, request: FastifyRequest): AppError | null {
  const status = thrown instanceof HttpException ? thrown.getStatus() : fault.statusCode;
  switch (status) {
    case 400:
      return new AppError('VALIDATION_FAILED', { faults: messagesOf(thrown, fault) });
    case 404:
    case 405:
      return new AppError('NOT_FOUND', { method: request.method, path: pathOf(request) });
    case 406:
      return new AppError('NOT_ACCEPTABLE', {
        accept: (request.headers.accept ?? '').slice(0, 100),
        available: ['application/json'],
      });
    case 408:
      return new AppError('REQUEST_TIMEOUT');
    case 413:
      return new AppError('PAYLOAD_TOO_LARGE', { what: 'the request', limit: sizeInWords(limitOf(request)) });
    case 414:
      return new AppError('URI_TOO_LONG');
    case 415:
      return new AppError('UNSUPPORTED_MEDIA_TYPE', { got: contentType(request), accepted: BODY_TYPES });
    case 431:
      return new AppError('HEADERS_TOO_LARGE');
    default:
      return null;
  }
}

function limitOf(request: FastifyRequest): number {
  return request.routeOptions.bodyLimit ?? 0;
}

/** Nest's pipes put their faults into `response.message`, one text or a list. */
function messagesOf(thrown: unknown, fault: Fault): string[] {
  const response = thrown instanceof HttpException ? thrown.getResponse() : undefined;
  const message = typeof response === 'object' ? (response as { message?: unknown }).message : response;
  if (Array.isArray(message)) return message.map(String);
  return [typeof message === 'string' ? message : fault.message || 'the request is not valid'];
}
