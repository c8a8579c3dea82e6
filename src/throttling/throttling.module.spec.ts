import { Controller, Get, Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

import { ErrorFilter } from '../common/error.filter.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { ThrottlingModule } from './throttling.module.js';

@Controller()
class Routes {
  @Get([
    'v1/models',
    'v1/predictions',
    'healthy',
    'health',
    'health/live',
    'ready',
    'metrics',
    'v2/health/ready',
    'docs-json',
    'openapi.json',
  ])
  answer(): object {
    return { ok: true };
  }
}

describe('ThrottlingModule', () => {
  let app: NestFastifyApplication;
  let env: Env;
  let metrics: Metrics;

  async function start(changes: Partial<Env> = {}): Promise<void> {
    env = Object.assign(new Env(), changes);
    metrics = new Metrics();
    @Global()
    @Module({
      providers: [
        { provide: Env, useValue: env },
        { provide: Metrics, useValue: metrics },
      ],
      exports: [Env, Metrics],
    })
    class Surroundings {}
    const testing = await Test.createTestingModule({
      imports: [Surroundings, ThrottlingModule],
      controllers: [Routes],
    }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ trustProxy: env.TRUST_PROXY }),
      { logger: false },
    );
    app.useGlobalFilters(new ErrorFilter(env));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }

  afterEach(() => app.close());

  function get(url: string, remoteAddress = '192.0.2.1', headers: Record<string, string> = {}) {
    return app.inject({ method: 'GET', url, remoteAddress, headers });
  }

  async function statuses(count: number, ...args: Parameters<typeof get>): Promise<number[]> {
    const found: number[] = [];
    for (let i = 0; i < count; i++) found.push((await get(...args)).statusCode);
    return found;
  }

  it('lets 30 requests a minute pass and answers 429 to the 31st, over all routes together', async () => {
    await start();
    expect(await statuses(15, '/v1/models')).toEqual(Array(15).fill(200));
    expect(await statuses(15, '/v1/predictions')).toEqual(Array(15).fill(200));
    const refused = await get('/v1/models');
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toEqual({
      error: {
        code: 'RATE_LIMIT_EXCEEDED',
        message: expect.stringMatching(/^more than 30 requests in 60 s; try again in \d+ s$/),
        details: { limit: 30, window_seconds: 60, retry_after_seconds: expect.any(Number) },
        request_id: expect.any(String),
      },
    });
    const retryAfter = Number(refused.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(await metrics.scrape()).toContain('sibyl_rate_limited_total 1');
  });

  it('shows the allowance in both forms of headers', async () => {
    await start({ RATE_LIMIT_REQUESTS: 2, RATE_LIMIT_WINDOW: 10 });
    expect((await get('/v1/models')).headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': '10',
      'ratelimit-policy': '"default";q=2;w=10',
      ratelimit: '"default";r=1;t=10',
    });
    await get('/v1/models');
    expect((await get('/v1/models')).headers).toMatchObject({
      'x-ratelimit-remaining': '0',
      ratelimit: expect.stringMatching(/^"default";r=0;t=\d+$/),
    });
  });

  it('counts addresses apart, and the 2^64 addresses of one IPv6 network together', async () => {
    await start({ RATE_LIMIT_REQUESTS: 1 });
    expect(await statuses(2, '/v1/models', '192.0.2.1')).toEqual([200, 429]);
    expect(await statuses(1, '/v1/models', '192.0.2.2')).toEqual([200]);
    expect(await statuses(1, '/v1/models', '2001:db8::1')).toEqual([200]);
    expect(await statuses(1, '/v1/models', '2001:db8::ffff')).toEqual([429]);
    expect(await statuses(1, '/v1/models', '2001:db8:0:1::1')).toEqual([200]);
  });

  it.each([
    [true, [200, 200, 429]],
    [false, [200, 429, 429]],
  ])('believes X-Forwarded-For only behind a proxy (TRUST_PROXY %s)', async (isTrusted, expected) => {
    await start({ RATE_LIMIT_REQUESTS: 1, TRUST_PROXY: isTrusted });
    const answers = [
      await get('/v1/models', '10.0.0.1', { 'x-forwarded-for': '198.51.100.1' }),
      await get('/v1/models', '10.0.0.1', { 'x-forwarded-for': '198.51.100.2' }),
      await get('/v1/models', '10.0.0.1', { 'x-forwarded-for': '198.51.100.1' }),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual(expected);
  });

  it.each([
    '/health',
    '/health/live',
    '/ready',
    '/metrics',
    '/v2/health/ready',
    '/openapi.json',
    '/docs-json',
  ])('never limits %s', async (url) => {
    await start({ RATE_LIMIT_REQUESTS: 1 });
    const answers = [await get(url), await get(url), await get(url)];
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200]);
    expect(answers[0]?.headers['ratelimit']).toBeUndefined();
  });

  it('limits a route whose name only begins like a health check', async () => {
    await start({ RATE_LIMIT_REQUESTS: 1 });
    expect(await statuses(2, '/healthy')).toEqual([200, 429]);
  });

  it('limits nothing when it is switched off', async () => {
    await start({ RATE_LIMIT_REQUESTS: 1, RATE_LIMIT_ENABLED: false });
    expect(await statuses(5, '/v1/models')).toEqual(Array(5).fill(200));
  });
});
