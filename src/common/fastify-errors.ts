import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';

import type { Env } from '../config/env.js';
import { errorEnvelope, openInferenceError } from './error-body.js';
import { sendError } from './error.filter.js';
import { toAppError } from './error-translation.js';
import { AppError } from './errors.js';
import { multipartLimits } from './multipart-limits.js';
import { isOpenInference } from './open-inference-path.js';
import { requestIdOf } from './request-id.js';

/** Fastify server options that concern request ids and errors; spread them into `new FastifyAdapter({...})`. */
export interface FastifyErrorOptions {
  readonly genReqId: typeof requestIdOf;
  readonly requestIdHeader: false;
  readonly frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void;
  readonly clientErrorHandler: (
    error: Error & { code?: string; rawPacket?: unknown },
    socket: Socket,
  ) => void;
}

/**
 * Gives the errors that never reach Nest the same envelope: what the router refuses before any hook runs (a broken
 * percent escape, an over-long parameter) and what Node's HTTP parser refuses before there is a request.
 */
export function fastifyErrorOptions(env: Env): FastifyErrorOptions {
  const limits = multipartLimits(env);
  return {
    genReqId: requestIdOf,
    requestIdHeader: false,
    frameworkErrors: (error, request, reply) => sendError(toAppError(error, request, limits), request, reply),
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed) return;
      if (socket.writable)
        socket.write(rawAnswer(toClientError(error.code), asksOpenInference(error.rawPacket)));
      socket.destroy(error);
    },
  };
}

/** @see https://nodejs.org/api/http.html#event-clienterror for the codes */
function toClientError(code: string | undefined): AppError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('REQUEST_TIMEOUT');
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('HEADERS_TOO_LARGE');
  return new AppError('MALFORMED_REQUEST', { reason: 'it is not valid HTTP/1.1' });
}

/** As far as can be told: the packet that could not be read begins with the request, unless its headers are very long. */
function asksOpenInference(packet: unknown): boolean {
  if (!Buffer.isBuffer(packet)) return false;
  const [, url] = packet.toString('latin1', 0, 200).split(' ');
  return isOpenInference(url);
}

/** A whole HTTP message: there is no response object yet at this point. */
function rawAnswer(error: AppError, isForOpenInference: boolean): string {
  const requestId = uuidv7();
  const words = isForOpenInference ? openInferenceError : errorEnvelope;
  const body = JSON.stringify(words(error, requestId));
  return [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    `content-type: application/json${isForOpenInference ? '' : '; charset=utf-8'}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
