import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { type Answer, predict, predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { startRedis } from './support/services/redis.mjs';
import { waitFor } from './support/services/wait-for.mjs';
import { solid } from './support/small-server.js';

const COLOURS = `
labels: [red, green, blue]
confidence: {high: 0.9, medium: 0.6, retake_message: Show one colour alone.}
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;
const classifier = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });

/** Two whole servers on one folder of models and one Redis. */
describe('the cache of two servers', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let modelDir: string;
  let servers: RunningServer[];

  beforeAll(async () => {
    redis = await startRedis();
    modelDir = makeModelDir([
      { name: 'colours', files: { 'model.yaml': COLOURS, '1/model.onnx': classifier } },
      { name: 'twin', files: { 'model.yaml': COLOURS, '1/model.onnx': classifier } },
      {
        name: 'brief',
        files: { 'model.yaml': `${COLOURS}cache: {ttl_seconds: 1}\n`, '1/model.onnx': classifier },
      },
      {
        name: 'plain',
        files: { 'model.yaml': `${COLOURS}cache: {enabled: false}\n`, '1/model.onnx': classifier },
      },
      { name: 'echo', files: { '1/model.onnx': identityModel('float32', ['n']) } },
    ]);
    const env = { DATABASE_MODE: 'off', REDIS_URL: redis.url };
    servers = await Promise.all([startServer({ modelDir, env }), startServer({ modelDir, env })]);
    await Promise.all(servers.map((server) => server.waitUntilReady()));
  });

  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.stop()) ?? []);
    await redis?.stop();
    if (modelDir) removeModelDir(modelDir);
  });

  const url = (index: number): string => servers[index % 2]?.url ?? '';
  const ask = (index: number, model: string, bytes: Uint8Array, headers: Record<string, string> = {}) =>
    predict(url(index), model, { bytes, name: 'x.png' }, {}, headers);
  const erase = (model: string, query = '') =>
    send(`${url(0)}/v1/models/${model}/cache${query}`, { method: 'DELETE' });

  /** How often a model was run by all servers together. */
  async function runs(model: string): Promise<number> {
    const texts = await Promise.all(servers.map((server) => send<string>(`${server.url}/metrics`)));
    const counts = texts.map(({ body }) =>
      Number(
        new RegExp(`stage_duration_seconds_count\\{model="${model}",version="1",stage="run"\\} (\\d+)`).exec(
          body,
        )?.[1] ?? 0,
      ),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  it('runs a model once for 40 equal requests at the same time', async () => {
    // A server to which Redis does not answer within 50 ms runs it by itself, which on a busy machine happens now and then.
    let colour = 0xa01020;
    await waitFor(
      async () => {
        const bytes = await solid(`#${(colour++).toString(16)}`);
        const before = await runs('colours');
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, index) => ask(index, 'colours', bytes)),
        );
        expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
        expect(new Set(answers.map(({ body }) => JSON.stringify(body.result))).size).toBe(1);
        return (await runs('colours')) - before === 1;
      },
      { what: 'one run for all of them', timeoutMs: 30_000 },
    );
  });

  it.each([
    ['a picture', async (index: number) => ask(index, 'colours', await solid('#123456'))],
    [
      'a tensor',
      (index: number) =>
        predictJson(url(index), 'echo', {
          inputs: [{ name: 'x', shape: [4], data: [0.1, -1.5e-9, 3.4e38, 16777216] }],
        }),
    ],
  ])('answers the bytes of the fresh answer again for %s', async (_what, request) => {
    const fresh = await request(0);
    const cached = await waitFor(
      async () => {
        const again = await request(1);
        expect(sameParts(again)).toBe(sameParts(fresh));
        return said(again) === 'HIT' ? again : undefined;
      },
      { what: 'the answer in Redis' },
    );
    expect(said(fresh)).toBe('MISS');
    expect(cached.headers.get('age')).toMatch(/^\d+$/);
    expect(fresh.headers.get('age')).toBeNull();
  });

  it('computes anew for Cache-Control: no-cache, and keeps that answer', async () => {
    const bytes = await solid('#654321');
    await ask(0, 'colours', bytes);
    expect(said(await ask(0, 'colours', bytes, { 'cache-control': 'no-cache' }))).toBe('BYPASS');
    expect(said(await ask(0, 'colours', bytes))).toBe('HIT');
  });

  it('keeps answers as long as the manifest says, or not at all', async () => {
    const bytes = await solid('#abcdef');
    expect(said(await ask(0, 'plain', bytes))).toBe('BYPASS');
    expect(said(await ask(0, 'plain', bytes))).toBe('BYPASS');
    await ask(0, 'brief', bytes);
    await waitFor(async () => said(await ask(0, 'brief', bytes)) === 'MISS', {
      what: 'the end of the answer',
    });
  });

  it('remembers on both that a picture cannot be decoded', async () => {
    const damaged = (await solid('#777777')).subarray(0, 60);
    const first = await ask(0, 'twin', damaged);
    expect(first.status).toBe(400);
    const again = await ask(1, 'twin', damaged);
    expect(again.body.error).toEqual({ ...first.body.error, request_id: again.body.error.request_id });
    expect((await send<string>(`${url(1)}/metrics`)).body).toMatch(
      /sibyl_cache_requests_total\{result="hit"\} [1-9]/,
    );
  });

  it('is emptied of a model by an administrator, and of that alone', async () => {
    const bytes = await solid('#0f0f0f');
    const { body } = await ask(0, 'twin', bytes);
    await ask(0, 'colours', bytes);
    expect((await erase('twin', '?version=2')).body).toEqual({ name: 'twin', removed: 0, complete: true });
    expect((await erase('twin', `?digest=${'0'.repeat(64)}`)).body.removed).toBe(0);
    expect((await erase('twin', `?digest=${body.model.digest}`)).body.removed).toBeGreaterThan(0);
    expect(said(await ask(0, 'twin', bytes))).toBe('MISS');
    expect(said(await ask(0, 'colours', bytes))).toBe('HIT');
    expect((await erase('twin', '?digest=xyz')).status).toBe(400);
    expect((await erase('nothing')).body.error.code).toBe('MODEL_NOT_FOUND');
  });
});

const said = ({ headers }: Answer): string | null => headers.get('x-cache');

/** The body without what belongs to one request. */
function sameParts({ bytes }: Answer): string {
  return bytes
    .toString('utf8')
    .replace(/"(prediction_id|request_id|created_at)":"[^"]+"/g, '')
    .replace(/"cached":(true|false)/, '')
    .replace(/"timings_ms":\{[^}]+\}/, '');
}
