import { neighbourlyClassifier } from './fixtures/behaving-models.js';
import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { idlePid, metric, plain, predictNumber, statusOf, untilStatus } from './support/engine.js';
import { type Answer, predict, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const colours = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });
const FRESH = { 'cache-control': 'no-store' };
const INPUT = 'input: {mean: 0, std: 1, scale: 0.02}\n';

let server: RunningServer;
let modelDir: string;

const classifier = (name: string, yaml: string, bytes: Buffer = colours) => ({
  name,
  files: { 'model.yaml': INPUT + yaml, '1/model.onnx': bytes },
});

beforeAll(async () => {
  modelDir = makeModelDir([
    classifier('batched', 'execution: {executors: 1, max_batch: 4, max_delay_ms: 500}\n'),
    classifier('alone', 'execution: {executors: 1, max_batch: 1}\n'),
    classifier('neighbourly', 'execution: {executors: 1, max_batch: 4}\n', neighbourlyClassifier()),
    classifier('twin', 'execution: {executors: 1}\n'),
    classifier('twin-top-1', 'execution: {executors: 1}\noutput: {top_k: 1}\n'),
    { name: 'echo', files: { '1/model.onnx': identityModel('float32', [1]) } },
  ]);
  server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', MAX_REQUEST_QUEUE_SIZE: '1000' } });
  await server.waitUntilReady();
});

afterAll(async () => {
  await server?.stop();
  removeModelDir(modelDir);
});

const ask = (model: string, bytes: Buffer, headers: Record<string, string> = FRESH, fields = {}) =>
  predict(server.url, model, { bytes, name: 'a.png' }, fields, headers);

const said = async (answer: Promise<Answer>) => (await answer).headers.get('x-cache');
const cached = (result: string) => metric(server.url, 'sibyl_cache_requests_total', { result });

async function cacheCounts(): Promise<{ miss: number; shared: number }> {
  return { miss: await cached('miss'), shared: (await cached('hit')) + (await cached('coalesced')) };
}

/** Runs of a model by the size of their batch, as far as the histogram tells. */
const runs = (model: string) => metric(server.url, 'sibyl_batch_size_count', { model });
const jobs = (model: string) => metric(server.url, 'sibyl_batch_size_sum', { model });

describe('requests that wait together', () => {
  it('run together up to max_batch, and each gets the answer that it gets alone', async () => {
    const pictures = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => plain(30 * i, 255 - 30 * i, (90 * i) % 256)),
    );
    const alone: Answer[] = [];
    for (const picture of pictures) alone.push(await ask('alone', picture));
    const together = await Promise.all(pictures.map((picture) => ask('batched', picture)));
    expect(together.map(({ status }) => status)).toEqual(Array(8).fill(200));
    for (const [i, { body }] of together.entries()) {
      const { classes } = alone[i]!.body.result;
      expect(body.result.classes).toEqual(
        classes.map((one: { score: number }) => ({ ...one, score: expect.closeTo(one.score, 3) })),
      );
    }
    expect(await jobs('batched')).toBe(8);
    // At least one of them held more than two; how they fall depends on when each was read.
    expect(await runs('batched')).toBeLessThan(4);
    expect(await runs('alone')).toBe(8);
  });

  it('fail alone: a picture that cannot be decoded leaves its neighbours their answers', async () => {
    const before = await runs('batched');
    const whole = await plain(250, 10, 10, 64);
    const damaged = whole.subarray(0, whole.length / 2);
    const answers = await Promise.all([whole, damaged, whole, whole].map((bytes) => ask('batched', bytes)));
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 200]);
    expect(answers[1]!.body.error.code).toBe('UNDECODABLE_IMAGE');
    expect(answers[0]!.body.result.classes[0].class_id).toBe(0);
    expect((await runs('batched')) - before).toBeLessThan(4);
  });

  it('are kept apart where neighbours would change the answer, which is seen when the model is loaded', async () => {
    expect((await statusOf(server.url, 'neighbourly')).max_batch).toBe(1);
    const { body } = await send(`${server.url}/v1/models/neighbourly`);
    expect(body.versions[0].notes).toContain(
      'batching is off: a picture gets another answer beside others than alone',
    );
    expect((await statusOf(server.url, 'batched')).max_batch).toBe(4);
  });
});

describe('200 identical requests at the same time', () => {
  it('are one run', async () => {
    await idlePid(server.url, 'twin');
    const picture = await plain(1, 200, 1);
    const before = await cacheCounts();
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask('twin', picture, {})));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const results = new Set(answers.map(({ body }) => JSON.stringify(body.result)));
    expect(results.size).toBe(1);
    expect(new Set(answers.map(({ body }) => body.prediction_id)).size).toBe(200);
    const { executors } = await statusOf(server.url, 'twin');
    expect(executors.reduce((sum, each) => sum + each.runs, 0)).toBe(1);
    const after = await cacheCounts();
    expect(after.miss - before.miss).toBe(1);
    expect(after.shared - before.shared).toBe(199);
    const seen = answers.map(({ headers }) => headers.get('x-cache'));
    expect(seen.filter((value) => value === 'MISS')).toHaveLength(1);
    expect(seen.filter((value) => value === 'HIT' || value === 'COALESCED')).toHaveLength(199);
  });

  it('are one run each under another manifest or with another option', async () => {
    const picture = await plain(77, 7, 7);
    expect(await said(ask('twin', picture, {}))).toBe('MISS');
    expect(await said(ask('twin-top-1', picture, {}))).toBe('MISS');
    expect(await said(ask('twin', picture, {}, { top_k: 2 }))).toBe('MISS');
    expect(await said(ask('twin', picture, {}))).toBe('HIT');
    expect(await said(ask('twin', picture, {}, { top_k: 2 }))).toBe('HIT');
  });
});

describe('a run in progress', () => {
  it('is finished for its cache although its client has gone', async () => {
    const pid = await idlePid(server.url, 'echo');
    process.kill(pid, 'SIGSTOP');
    const client = new AbortController();
    const use = { 'cache-control': 'max-age=60' };
    const gone = predictNumber(server.url, 'echo', 8, use, { signal: client.signal });
    await untilStatus(server.url, 'echo', 'a run', ({ running }) => running === 1);
    client.abort();
    await expect(gone).rejects.toThrow('aborted');
    process.kill(pid, 'SIGCONT');
    await untilStatus(server.url, 'echo', 'the end of the run', ({ running }) => running === 0);
    const { headers } = await predictNumber(server.url, 'echo', 8, use);
    expect(headers.get('x-cache')).toBe('HIT');
  });
});
