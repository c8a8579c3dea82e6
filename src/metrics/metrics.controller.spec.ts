import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

import { registerRequestLifecycle } from '../common/request-lifecycle.js';
import { HttpMetricsObserver } from './http-observer.js';
import { Metrics } from './metrics.js';
import { MetricsModule } from './metrics.module.js';

/** One line of the text format: a comment, or a series and its value. */
const LINE =
  /^(# (HELP|TYPE) \S+ .+|[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="([^"\\\n]|\\.)*",?)*\})? (NaN|[+-]Inf|[-+\d.eE]+))?$/;

describe('GET /metrics', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const testing = await Test.createTestingModule({ imports: [MetricsModule] }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    const fastify = app.getHttpAdapter().getInstance();
    registerRequestLifecycle(fastify, [new HttpMetricsObserver(app.get(Metrics))]);
    await app.init();
    await fastify.ready();
  });

  afterAll(() => app.close());

  it('answers the text format that Prometheus reads', async () => {
    const answer = await app.inject({ url: '/metrics' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe(app.get(Metrics).contentType);
    expect(answer.body.split('\n').filter((line) => !LINE.test(line))).toEqual([]);
    expect(answer.body).toContain('sibyl_http_requests_in_flight 1\n');
  });

  it('keeps the number of series bounded whatever clients ask for', async () => {
    const before = (await app.inject({ url: '/metrics' })).body.split('\n').length;
    for (let i = 0; i < 50; i++) await app.inject({ url: `/nothing/${i}?q=${i}` });
    await app.inject({ method: 'PROPFIND' as 'GET', url: '/nothing' });
    const { body } = await app.inject({ url: '/metrics' });
    expect(body).toContain(
      'sibyl_http_request_duration_seconds_count{method="GET",route="(none)",status="404"} 50',
    );
    expect(body).not.toContain('PROPFIND');
    expect(body.split('\n').length).toBeLessThan(before + 80);
  });
});
