import cors, { type FastifyCorsOptions } from '@fastify/cors';
import multipart from '@fastify/multipart';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger as PinoLogger } from 'pino';

import { AccessLog } from './common/access-log.js';
import { ErrorFilter } from './common/error.filter.js';
import { fastifyErrorOptions } from './common/fastify-errors.js';
import { multipartLimits } from './common/multipart-limits.js';
import { HOST_IS_CHECKED_HERE, registerHostHeader } from './common/host-header.js';
import { registerJsonDepth } from './common/json-depth.js';
import { registerRequestLifecycle } from './common/request-lifecycle.js';
import { RequestValidationPipe } from './common/request-validation.pipe.js';
import { Env } from './config/env.js';
import { limitConnections } from './overload/connection-limits.js';
import { keepRoom } from './overload/connection-room.js';
import { GrpcEndpoint } from './grpc/grpc-endpoint.js';
import { Drain } from './health/drain.js';
import { LookUpBudget } from './overload/look-up-budget.js';
import { HttpMetricsObserver } from './metrics/http-observer.js';
import { Metrics } from './metrics/metrics.js';
import { ModelProvider } from './models/model-provider.js';
import { registerRawBodies } from './open-inference/raw-body.js';
import { GenericDocument } from './predictions/openapi/generic-document.js';
import { createOpenApiDocument } from './openapi-document.js';
import { registerSecurityHeaders } from './security-headers.js';
import { registerUpgrades } from './sessions/stream/upgrades.js';
import { registerShedding } from './overload/shedding.js';

const HEADERS_TIMEOUT_MS = 10_000;
const BODY_TIMEOUT_MS = 60_000;
const BODY_MARGIN_MS = 30_000;
/** Longer than the 60 s of common load balancers, so that it is they who close an idle connection. */
const KEEP_ALIVE_MS = 65_000;
/** Base64 takes four bytes for three; the rest of the JSON needs little. */
const BASE64_FACTOR = 4 / 3;
const JSON_OVERHEAD_BYTES = 1_048_576;

/** The HTTP server under Nest, with the limits of the configuration. */
export function createAdapter(env: Env): FastifyAdapter {
  return new FastifyAdapter({
    ...fastifyErrorOptions(env),
    // One hop: with `true` Fastify believes the leftmost address, which any client may invent.
    trustProxy: env.TRUST_PROXY ? (_address: string, hop: number) => hop < 1 : false,
    bodyLimit: Math.ceil(env.MAX_UPLOAD_SIZE * BASE64_FACTOR) + JSON_OVERHEAD_BYTES,
    // A batch is read as fast as it is predicted on, a video as fast as it comes: both have a deadline of their own.
    requestTimeout: Math.max(BODY_TIMEOUT_MS, bulkTimeoutMs(env) + BODY_MARGIN_MS),
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, ...HOST_IS_CHECKED_HERE },
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  });
}

/** What serve.ts and the tests both apply, so that they test the app that ships. */
export async function setupApp(app: NestFastifyApplication, logger: PinoLogger): Promise<void> {
  const env = app.get(Env);
  const instance = app.getHttpAdapter().getInstance();
  registerRequestLifecycle(instance, [new AccessLog(logger), new HttpMetricsObserver(app.get(Metrics))]);
  registerSecurityHeaders(instance);
  registerHostHeader(instance);
  registerJsonDepth(instance);
  limitConnections(instance.server);
  keepRoom(instance.server, env);
  // Before whatever refuses: a page of another origin cannot read an answer without these headers, not even its status.
  if (env.CORS_ORIGINS.length > 0) await app.register(cors, corsOptions(env.CORS_ORIGINS));
  const lookUps = new LookUpBudget(env.FULL_QUEUE_LOOK_UPS);
  registerShedding(instance, app.get(ModelProvider), app.get(Drain), app.get(Metrics), lookUps);
  registerRawBodies(instance, env);
  registerUpgrades(instance);
  app.get(GrpcEndpoint, { strict: false }).closeWith(instance);
  await app.register(multipart, { limits: { ...multipartLimits(env) } });
  app.useGlobalFilters(new ErrorFilter(env));
  app.useGlobalPipes(new RequestValidationPipe());
  const document = app.get(GenericDocument, { strict: false });
  document.provide(() => createOpenApiDocument(app));
  SwaggerModule.setup('docs', app, () => document.get(), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Sibyl',
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true, defaultModelsExpandDepth: 0 },
  });
}

function bulkTimeoutMs({ BATCH_TIMEOUT_SECONDS, VIDEO_TIMEOUT_SECONDS }: Env): number {
  return Math.max(BATCH_TIMEOUT_SECONDS, VIDEO_TIMEOUT_SECONDS) * 1000;
}

function corsOptions(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: origins.includes('*') ? true : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    // Or a browser asks again before every call with JSON or tensors.
    maxAge: 600,
    exposedHeaders: [
      'x-request-id',
      'x-cache',
      'x-prediction-id',
      'age',
      'retry-after',
      'server-timing',
      'inference-header-content-length',
      'etag',
      'ratelimit',
      'ratelimit-policy',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'x-session-state',
    ],
  };
}
