import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Env } from '../config/env.js';
import {
  errorEnvelope,
  openInferenceError,
  prefersProblemJson,
  PROBLEM_JSON,
  problemDetails,
} from './error-body.js';
import { toAppError, pathOf } from './error-translation.js';
import { AppError, type ErrorCode } from './errors.js';
import { lingerAfterAnswer } from './lingering-close.js';
import { multipartLimits, type MultipartLimits } from './multipart-limits.js';
import { isOpenInference } from './open-inference-path.js';
import { annotateRequest } from './request-context.js';
import { REQUEST_ID_HEADER } from './request-id.js';

/** The only place that turns an exception into an answer. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');
  private readonly limits: MultipartLimits;

  constructor(env: Env) {
    this.limits = multipartLimits(env);
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const health = healthReport(thrown);
    if (health && !isStarted(reply)) {
      void reply.status(health.status).send(health.body);
      return;
    }
    const error = toAppError(thrown, request, this.limits);
    annotateRequest({ errorCode: error.code });
    if (error.level === 'error')
      this.logger.error(error.message, { code: error.code, path: pathOf(request), err: error });
    if (isStarted(reply)) {
      // Part of an answer is out already: the only honest sign left is to break the connection off.
      reply.raw.destroy();
      return;
    }
    sendError(error, request, reply);
  }
}

/** Writes an error as the client wants to read it. The reply must not have been started. */
export function sendError(error: AppError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.retryAfterSeconds !== undefined) void reply.header('retry-after', error.retryAfterSeconds);
  if (leavesBodyUnread(error.code, request)) {
    void reply.header('connection', 'close');
    lingerAfterAnswer(request.raw);
  }
  const { type, body } = inWords(error, request);
  void reply
    .status(error.status)
    .header(REQUEST_ID_HEADER, request.id)
    .header('cache-control', 'no-store')
    .type(type)
    // Bytes, so that no serializer of the route (a picture, a stream) gets to see the error and the type stays as it is.
    .send(Buffer.from(JSON.stringify(body)));
}

/** Clients of the Open Inference Protocol read a text, and only where the type is exactly `application/json`. */
function inWords(error: AppError, request: FastifyRequest): { type: string; body: object } {
  if (isOpenInference(request.raw.url))
    return { type: 'application/json', body: openInferenceError(error, request.id) };
  if (prefersProblemJson(request.headers.accept))
    return { type: PROBLEM_JSON, body: problemDetails(error, request.id, pathOf(request)) };
  return { type: 'application/json; charset=utf-8', body: errorEnvelope(error, request.id) };
}

function isStarted(reply: FastifyReply): boolean {
  return reply.sent || reply.raw.headersSent;
}

/** Refusals that are there to save work; reading the rest of a large upload would undo that. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'QUEUE_FULL',
  'MODEL_NOT_READY',
  'MODEL_NOT_FOUND',
  'VERSION_NOT_FOUND',
  'SHUTTING_DOWN',
  'RATE_LIMIT_EXCEEDED',
  'PAYLOAD_TOO_LARGE',
  'FILE_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'VIDEO_UNSUPPORTED',
  'VIDEO_BUSY',
  'VIDEO_TIMEOUT',
]);
const WORTH_READING_BYTES = 256 * 1024;

/**
 * Node reads the unread rest of a body after the answer to keep the connection. For a refused large upload the
 * connection is closed instead, once the client has seen the answer; a small rest is read.
 */
function leavesBodyUnread(code: ErrorCode, request: FastifyRequest): boolean {
  if (!REFUSALS.has(code) || request.raw.complete) return false;
  const declared = Number(
    request.headers['content-length'] ?? (request.headers['transfer-encoding'] ? Infinity : 0),
  );
  return declared > WORTH_READING_BYTES;
}

/** A failed health check of terminus: its body is the report that probes and operators read, so it stays as it is. */
function healthReport(thrown: unknown): { status: number; body: object } | null {
  if (!(thrown instanceof HttpException)) return null;
  const body = thrown.getResponse();
  if (typeof body !== 'object' || !('status' in body) || !('details' in body)) return null;
  return { status: thrown.getStatus(), body };
}
