import { send } from './support/http.js';
import { type RunningServer, startServer } from './support/server.js';
import { startRedis } from './support/services/redis.mjs';
import { waitFor } from './support/services/wait-for.mjs';

describe('the rate limit', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ env: { DATABASE_MODE: 'off', RATE_LIMIT_ENABLED: 'true' } });
  });

  afterAll(() => server?.stop());

  it('lets 30 requests a minute pass and answers the next with 429 and when to come again', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 30; i += 1) statuses.push((await send(`${server.url}/v1/models`)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const { status, headers, body } = await send(`${server.url}/v1/models`);
    expect(status).toBe(429);
    expect(body.error).toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      details: { limit: 30, window_seconds: 60 },
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(headers.get('ratelimit-policy')).toBe('"default";q=30;w=60');
  });

  it.each(['/health', '/health/live', '/health/startup', '/metrics', '/docs', '/openapi.json'])(
    'never counts %s',
    async (path) => {
      for (let i = 0; i < 3; i += 1) expect((await send(server.url + path)).status).not.toBe(429);
    },
  );
});

describe('the rate limit of two servers on one Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let servers: RunningServer[];

  beforeAll(async () => {
    redis = await startRedis();
    const env = {
      DATABASE_MODE: 'off',
      RATE_LIMIT_ENABLED: 'true',
      TRUST_PROXY: 'true',
      REDIS_URL: redis.url,
    };
    servers = await Promise.all([startServer({ env }), startServer({ env })]);
    await Promise.all(servers.map(untilRedisIsUsed));
  });

  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.stop()) ?? []);
    await redis?.stop();
  });

  const ask = (index: number, address: string) =>
    send(`${servers[index % 2]?.url}/v1/models`, { headers: { 'x-forwarded-for': address } });
  const passed = async (address: string, requests: number): Promise<number> => {
    const answers = await Promise.all(Array.from({ length: requests }, (_, index) => ask(index, address)));
    return answers.filter(({ status }) => status === 200).length;
  };

  /**
   * Until 30 of 80 requests of one client have passed in all; returns the client's address. A machine that is so busy
   * that Redis' answer takes 50 ms lets a server count by itself, so another client may be needed, but never for long.
   */
  const untilCommon = async (network: string): Promise<string> => {
    const counts: number[] = [];
    for (let host = 101; host < 111; host += 1) {
      // After a late answer Redis is not asked for a moment: tries within it would all be in vain.
      await Promise.all(servers.map(untilRedisIsUsed));
      const address = `${network}.${host}`;
      counts.push(await passed(address, 80));
      if (counts.at(-1) === 30) return address;
    }
    throw new Error(`30 of 80 requests should have passed, and not ${counts.join()}.`);
  };

  it('lets 30 of 80 requests at the same time pass in all', async () => {
    const address = await untilCommon('198.51.100');
    for (const index of [0, 1]) {
      const { status, headers } = await ask(index, address);
      expect(status).toBe(429);
      expect(headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    }
  });

  it('goes on from the common count while Redis is away, each server for itself, and is common again after', async () => {
    const blocked = await untilCommon('203.0.113');
    expect(await passed('192.0.2.2', 20)).toBe(20);
    await redis.kill();
    for (const index of [0, 1]) expect((await ask(index, blocked)).status).toBe(429);
    const more = await passed('192.0.2.2', 80);
    expect(more).toBeGreaterThanOrEqual(20);
    expect(more).toBeLessThanOrEqual(40);
    await redis.restart();
    await Promise.all(servers.map(untilRedisIsUsed));
    await untilCommon('192.0.2');
  });
});

async function untilRedisIsUsed({ url }: RunningServer): Promise<void> {
  await waitFor(
    async () => (await send<string>(`${url}/metrics`)).body.includes('sibyl_cache_breaker_state 0'),
    { what: 'the use of Redis' },
  );
}

describe('/metrics', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady();
  });

  afterAll(() => server?.stop());

  it('is the text format of Prometheus, each metric with help and a type', async () => {
    await send(`${server.url}/v1/models/hazard-detector`);
    await send(`${server.url}/v1/models/${'x'.repeat(50)}`);
    const { headers, body } = await send<string>(`${server.url}/metrics`);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = body.split('\n').filter(Boolean);
    const named = (kind: string) =>
      lines.filter((line) => line.startsWith(`# ${kind} `)).map((line) => line.split(' ')[2]);
    expect(named('HELP')).toEqual(named('TYPE'));
    for (const line of lines.filter((each) => !each.startsWith('#'))) {
      expect(line).toMatch(/^[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="[^"]*",?)*\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/);
    }
    expect(body).toContain('sibyl_model_state{model="hazard-detector",version="1",state="ready"} 1');
    expect(body).toMatch(
      /sibyl_http_request_duration_seconds_count\{method="GET",route="\/v1\/models\/:model",status="404"\} 1/,
    );
    expect(body).not.toContain('xxxxx');
  });
});
