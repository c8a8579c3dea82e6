import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { endRequest, type RequestContext, runInRequestContext } from './request-context.js';
import { REQUEST_ID_HEADER } from './request-id.js';

/** A request that is over: answered, or left by its client. */
export interface FinishedRequest {
  readonly context: RequestContext;
  readonly method: string;
  /** Template such as `/v1/models/:model`, never the URL: bounded, and free of ids and secrets. */
  readonly route: string;
  /** Status of the answer; 499 when the client went away before it was complete. */
  readonly status: number;
  readonly durationMs: number;
  readonly address: string;
}

/** Sees every request exactly once, at its start and at its end. Must not throw. */
export interface RequestObserver {
  started?(): void;
  finished(request: FinishedRequest): void;
}

/** Route label of a request that no route matched. */
export const UNMATCHED_ROUTE = '(none)';

const CLIENT_CLOSED = 499;
/** The connection is a WebSocket; the request is over when that is closed. */
const SWITCHED = 101;

/** Set by clients whose requests are to go to one version of a model. */
export const ROUTING_KEY_HEADER = 'x-routing-key';

/**
 * Opens the request context, answers the request id in `x-request-id`, and tells the observers about every request,
 * also one that no route matches or whose client goes away. Register it before any other hook of the application.
 */
export function registerRequestLifecycle(
  instance: FastifyInstance,
  observers: readonly RequestObserver[],
): void {
  const ends = new WeakMap<FastifyReply, (isAnswered: boolean) => void>();

  instance.addHook('onRequest', (request, reply, done) => {
    const context: RequestContext = {
      requestId: request.id,
      method: request.method,
      startedMs: performance.now(),
      routingKey: String(request.headers[ROUTING_KEY_HEADER] ?? request.id),
    };
    void reply.header(REQUEST_ID_HEADER, request.id);
    for (const observer of observers) observer.started?.();
    let isOver = false;
    const end = (isAnswered: boolean): void => {
      if (isOver) return;
      isOver = true;
      endRequest(context);
      const finished = describe(context, request, reply, isAnswered);
      for (const observer of observers) observer.finished(finished);
    };
    ends.set(reply, end);
    // Fastify runs onResponse only for an answer that went out; a client that leaves early shows up as `close` alone.
    reply.raw.once('close', () => end(reply.raw.writableFinished || reply.raw.statusCode === SWITCHED));
    runInRequestContext(context, done);
  });

  instance.addHook('onResponse', (_request, reply, done) => {
    ends.get(reply)?.(true);
    done();
  });
}

function describe(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
  isAnswered: boolean,
): FinishedRequest {
  return {
    context,
    method: request.method,
    route: request.is404 ? UNMATCHED_ROUTE : (request.routeOptions.url ?? UNMATCHED_ROUTE),
    status: isAnswered ? reply.statusCode : CLIENT_CLOSED,
    durationMs: performance.now() - context.startedMs,
    address: request.ip,
  };
}
