import type { FastifyInstance } from 'fastify';

import { AppError } from './common/errors.js';
import type { Drain } from './health/drain.js';
import type { ModelProvider } from './models/model-provider.js';

const PREDICT = withVersions('/v1/models/:model/predict');
/** What they bring waits for room in the queue, so that a full one is no reason to refuse them. */
const PATIENT_ROUTES = new Set(PREDICT.flatMap((route) => [`${route}/video`, `${route}/batch`]));
const PREDICT_ROUTES = new Set([...PREDICT, ...PATIENT_ROUTES, ...withVersions('/v2/models/:model/infer')]);

/**
 * Refuses a prediction before its body is read, when the model is unknown, not ready or full: reading ten megabytes to
 * say no would be the most expensive way to do so. While the server is stopping every answer closes its connection, or
 * an idle one would keep the process alive for as long as its keep-alive lasts.
 */
export function registerShedding(instance: FastifyInstance, models: ModelProvider, drain: Drain): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? '';
    if (PREDICT_ROUTES.has(route)) {
      try {
        const { model, version } = request.params as { model: string; version?: string };
        models.resolve(model, version).assertRoom();
      } catch (error) {
        const isFull = error instanceof AppError && error.code === 'QUEUE_FULL';
        if (!isFull || !PATIENT_ROUTES.has(route)) {
          done(error as Error);
          return;
        }
      }
    }
    done();
  });
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (drain.isDraining) void reply.header('connection', 'close');
    done(null, payload);
  });
}

function withVersions(route: string): string[] {
  return [route, route.replace(/\/(\w+)$/, '/versions/:version/$1')];
}
