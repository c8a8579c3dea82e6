import type { OutgoingHttpHeaders } from 'node:http';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Arrivals } from './arrivals.js';
import { AppError } from '../common/errors.js';
import type { Drain } from '../health/drain.js';
import type { LookUpBudget } from './look-up-budget.js';
import type { Metrics } from '../metrics/metrics.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import type { ModelProvider } from '../models/model-provider.js';
import { lookUpOnly } from '../predictions/input/look-up-only.js';
import { RefusalGate } from './refusal-gate.js';
import { RefusalLog } from './refusal-log.js';
import { inFrontOfRequests } from './request-front.js';

const PREDICT = withVersions('/v1/models/:model/predict');
/** Those of which an answer of the cache may be had for the price of reading a small body. */
const LOOK_UP_ROUTES = new Set(PREDICT);
/** A client that sends slowly must not keep others from being looked for. */
const LOOK_UP_MAX_MS = 1000;
/** What they bring waits for room in the queue, so that a full one is no reason to refuse them. */
const PATIENT_ROUTES = new Set(PREDICT.flatMap((route) => [`${route}/video`, `${route}/batch`]));
const PREDICT_ROUTES = new Set([...PREDICT, ...PATIENT_ROUTES, ...withVersions('/v2/models/:model/infer')]);

/**
 * Refuses a prediction before its body is read, when the model is unknown, not ready or full: reading ten megabytes to
 * say no would be the most expensive way to do so. While the server is stopping every answer closes its connection, or
 * an idle one would keep the process alive for as long as its keep-alive lasts.
 *
 * @param lookUps which requests are read all the same, for the cache may know their answer
 */
export function registerShedding(
  instance: FastifyInstance,
  models: ModelProvider,
  drain: Drain,
  metrics: Metrics,
  lookUps: LookUpBudget,
): void {
  const refused = new WeakMap<FastifyRequest, LoadedVersion>();
  const gate = putGateBefore(instance.server, drain, metrics);
  const arrivals = new Arrivals();
  instance.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? '';
    if (!PREDICT_ROUTES.has(route)) return done();
    const { model, version } = request.params as { model: string; version?: string };
    let found: LoadedVersion | undefined;
    try {
      found = models.resolve(model, version);
      found.assertRoom(arrivals.countFor(found));
    } catch (error) {
      const isFull = error instanceof AppError && error.code === 'QUEUE_FULL';
      const full = isFull && found && isStillFull(found) ? found : undefined;
      if (isFull && (PATIENT_ROUTES.has(route) || mayLookUp(found, request, reply, error))) return done();
      if (full && !models.isShared(model, version)) refused.set(request, full);
      return done(error as Error);
    }
    if (!PATIENT_ROUTES.has(route)) arrivals.letIn(found);
    return done();
  });
  function isStillFull(version: LoadedVersion): boolean {
    const isFull = version.isFullFor(arrivals.countFor(version));
    if (isFull) arrivals.refused(version);
    return isFull;
  }
  /** A hit is answered; a miss is refused, which it would have been at once. */
  function mayLookUp(
    version: LoadedVersion | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: AppError,
  ): boolean {
    if (!version || !mayKnowAnswers(request, version)) return false;
    const ended = lookUps.take(request.headers);
    if (!ended) return false;
    lookUpOnly(request, refusal);
    const late = setTimeout(() => ended(false), LOOK_UP_MAX_MS).unref();
    reply.raw.once('close', () => {
      clearTimeout(late);
      const isHit = reply.getHeader('x-cache') === 'HIT';
      ended(isHit);
      metrics.cacheWork.lookedUpWhileFull(isHit);
    });
    return true;
  }
  instance.addHook('onSend', (request, reply, payload, done) => {
    if (drain.isDraining) void reply.header('connection', 'close');
    const version = reply.statusCode === 503 ? refused.get(request) : undefined;
    if (version && Buffer.isBuffer(payload)) {
      gate.learn(request.raw.url ?? '', {
        route: request.routeOptions.url ?? '',
        status: reply.statusCode,
        headers: reply.getHeaders() as OutgoingHttpHeaders,
        text: payload.toString('utf8'),
        requestId: request.id,
        stillHolds: () => isStillFull(version),
        ...(mayKnowAnswers(request, version) && { mayPass: (headers) => lookUps.allows(headers) }),
      });
    }
    done(null, payload);
  });
}

/** Whether the cache may have an answer for a request of this route to this version. */
function mayKnowAnswers({ routeOptions }: FastifyRequest, { derived }: LoadedVersion): boolean {
  return LOOK_UP_ROUTES.has(routeOptions.url ?? '') && derived.cache.enabled;
}

function putGateBefore(server: FastifyInstance['server'], drain: Drain, metrics: Metrics): RefusalGate {
  const log = new RefusalLog();
  const gate = new RefusalGate((route, status) => {
    log.refused(route);
    metrics.httpStarted();
    metrics.httpFinished({ method: 'POST', route, status, seconds: 0 });
  });
  inFrontOfRequests(server, (request, response) => !drain.isDraining && gate.refuse(request, response));
  return gate;
}

function withVersions(route: string): string[] {
  return [route, route.replace(/\/(\w+)$/, '/versions/:version/$1')];
}
