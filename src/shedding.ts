import type { FastifyInstance } from 'fastify';

import type { Drain } from './health/drain.js';
import type { ModelProvider } from './models/model-provider.js';

const PREDICT_ROUTES = new Set(
  ['/v1/models/:model/predict', '/v2/models/:model/infer'].flatMap((route) => [
    route,
    route.replace(/\/(\w+)$/, '/versions/:version/$1'),
  ]),
);

/**
 * Refuses a prediction before its body is read, when the model is unknown, not ready or full: reading ten megabytes to
 * say no would be the most expensive way to do so. While the server is stopping every answer closes its connection, or
 * an idle one would keep the process alive for as long as its keep-alive lasts.
 */
export function registerShedding(instance: FastifyInstance, models: ModelProvider, drain: Drain): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    if (PREDICT_ROUTES.has(request.routeOptions.url ?? '')) {
      try {
        const { model, version } = request.params as { model: string; version?: string };
        models.resolve(model, version).assertRoom();
      } catch (error) {
        done(error as Error);
        return;
      }
    }
    done();
  });
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (drain.isDraining) void reply.header('connection', 'close');
    done(null, payload);
  });
}
