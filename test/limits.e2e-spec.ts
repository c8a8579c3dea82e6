import { send } from './support/http.js';
import { type RunningServer, startServer } from './support/server.js';

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
