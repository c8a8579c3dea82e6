import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { channelMeanClassifier, identityModel, onnxModel } from './fixtures/onnx-writer.js';
import { idlePid, metric, statusOf, untilStatus } from './support/engine.js';
import { predict, predictJson, send, waitFor } from './support/http.js';
import { makeModelDir, type ModelEntry, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { solid } from './support/small-server.js';

type Files = ModelEntry['files'];

const RIGHT = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
/** The same with bytes of its own, so that nobody shares the server's copy of it. */
const RIGHT_ALONE = channelMeanClassifier(
  { batch: 'n', channels: 3, height: 16, width: 16 },
  { metadata: { copy: 'own' } },
);
/** Red is blue to it: same signature, other answers. */
const WRONG = onnxModel({
  inputs: [{ name: 'image', type: 'float32', dims: ['n', 3, 16, 16] }],
  outputs: [{ name: 'logits', type: 'float32', dims: ['n', 3] }],
  initializers: [{ name: 'order', type: 'int64', dims: [3], data: [2, 1, 0] }],
  nodes: [
    {
      op: 'ReduceMean',
      inputs: ['image'],
      outputs: ['means'],
      attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
    },
    { op: 'Gather', inputs: ['means', 'order'], outputs: ['logits'], attributes: { axis: { int: 1 } } },
  ],
});
const MANIFEST = `
labels: [red, green, blue]
input: {size: 16, mean: 0, std: 1, scale: 0.05}
execution: {executors: 1}
`;
const ALL = `${MANIFEST}versions: {policy: all}\n`;

const sample = (label: string, extra: object = {}): string =>
  JSON.stringify({ input: { file: 'red.png' }, expected: { classes: [{ label }] }, ...extra });
const FAILS = /golden sample 'site-1': expected top label 'red', got 'blue' /;

interface GoldenStatus {
  samples: number;
  passed: number | null;
  last_run_at: string | null;
  failures: { sample: string; reason: string }[];
}

describe('golden samples', () => {
  let red: Buffer;
  let server: RunningServer;
  let modelDir: string;

  /** `golden/site-1.json` and its picture, in a folder. */
  const golden = (folder: string, text = sample('red')): Files => ({
    [`${folder}/site-1.json`]: text,
    [`${folder}/red.png`]: red,
  });
  const goldenOf = async (model: string): Promise<GoldenStatus> =>
    ((await statusOf(server.url, model)) as unknown as { golden: GoldenStatus }).golden;
  const stateOf = async (model: string): Promise<{ version: string; state: string; reason: string }[]> =>
    (await send(`${server.url}/v1/models/${model}`)).body.versions;
  const reload = (model: string) => send(`${server.url}/v1/models/${model}/reload`, { method: 'POST' });
  const ask = (model: string) =>
    predict(server.url, model, { bytes: red, name: 'a.png' }, {}, { 'cache-control': 'no-store' });

  /** Files of models whose samples cannot be used, with the reason that each is refused for. */
  const broken = (): Record<string, { files: Files; reason: string }> => ({
    'no-json': { files: golden('golden', '{'), reason: 'golden/site-1.json: is not JSON' },
    'no-input': { files: { 'golden/a.json': sample('red') }, reason: "input.file: 'red.png' does not exist" },
    'way-out': {
      files: golden('golden', sample('red', { input: { file: '../1/model.onnx' } })),
      reason: "'../1/model.onnx' is not the plain name of a file beside the sample",
    },
    'no-picture': {
      files: { ...golden('golden'), 'golden/red.png': 'not a picture' },
      reason: "golden sample 'site-1': ",
    },
    'unknown-option': {
      files: golden('golden', sample('red', { options: { threshold: 1 } })),
      reason: 'golden/site-1.json: threshold: is not an option of image-classification',
    },
    'nothing-expected': {
      files: golden('golden', sample('red', { expected: {} })),
      reason: 'expected: holds nothing to compare',
    },
    'too-many': {
      files: {
        'golden/red.png': red,
        ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`golden/${n}.json`, sample('red')])),
      },
      reason: 'golden: holds 6 samples; at most 5 are run',
    },
    'linked-input': { files: { 'golden/a.json': sample('red') }, reason: 'is a symbolic link' },
    'linked-folder': { files: {}, reason: 'golden: is not a folder; symbolic links are not followed' },
  });

  beforeAll(async () => {
    red = await solid('#ff0000');
    const models: Record<string, Files> = {
      right: { 'model.yaml': MANIFEST, '1/model.onnx': RIGHT, ...golden('golden') },
      wrong: { 'model.yaml': MANIFEST, '1/model.onnx': WRONG, ...golden('golden') },
      // What is laid down for all versions holds, but for the one that has its own.
      versions: {
        'model.yaml': ALL,
        '1/model.onnx': RIGHT,
        '2/model.onnx': WRONG,
        '3/model.onnx': WRONG,
        ...golden('golden'),
        ...golden('3/golden', sample('blue')),
      },
      flat: { 'model.yaml': MANIFEST, 'model.onnx': WRONG, ...golden('golden') },
      swapped: { 'model.yaml': MANIFEST, '1/model.onnx': RIGHT, ...golden('golden') },
      crashing: { 'model.yaml': MANIFEST, '1/model.onnx': RIGHT_ALONE, ...golden('golden') },
      echo: {
        '1/model.onnx': identityModel('int64', ['n']),
        'golden/one.json': JSON.stringify({
          input: { inputs: [{ name: 'x', shape: [2], data: [1, '9007199254740993'] }] },
          expected: { outputs: [{ name: 'y', shape: [2], data: [1, '9007199254740993'] }] },
          tolerance: { absolute: 0, relative: 0 },
        }),
      },
      plain: { 'model.yaml': MANIFEST, '1/model.onnx': WRONG },
    };
    for (const [name, { files }] of Object.entries(broken())) {
      models[name] = { 'model.yaml': MANIFEST, '1/model.onnx': RIGHT, ...files };
    }
    modelDir = makeModelDir(Object.entries(models).map(([name, files]) => ({ name, files })));
    symlinkSync(join(modelDir, 'right/golden/red.png'), join(modelDir, 'linked-input/golden/red.png'));
    symlinkSync(join(modelDir, 'right/golden'), join(modelDir, 'linked-folder/golden'));
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', MODEL_WATCH_SECONDS: '0' } });
    await waitFor(async () => (await send(`${server.url}/health/startup`)).status === 200, {
      what: 'every model to be tried',
      timeoutMs: 60_000,
    });
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('let a model that answers them serve', async () => {
    expect((await ask('right')).body.result.classes[0].label).toBe('red');
    expect(await goldenOf('right')).toEqual({
      samples: 1,
      passed: 1,
      last_run_at: expect.stringMatching(/^\d{4}-.*Z$/),
      failures: [],
    });
    expect(await goldenOf('echo')).toMatchObject({ samples: 1, passed: 1 });
    expect(
      (await predictJson(server.url, 'echo', { inputs: [{ name: 'x', shape: [1], data: [7] }] })).status,
    ).toBe(200);
  });

  it('leave a model without any as it is', async () => {
    expect((await ask('plain')).body.result.classes[0].label).toBe('blue');
    expect(await goldenOf('plain')).toBeNull();
  });

  it.each(['wrong', 'flat'])('keep %s from serving, and say which sample differed and how', async (model) => {
    const { status, body } = await ask(model);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toMatch(FAILS);
    expect(await stateOf(model)).toMatchObject([{ state: 'failed', reason: expect.stringMatching(FAILS) }]);
    expect(await goldenOf(model)).toMatchObject({
      samples: 1,
      passed: 0,
      failures: [
        { sample: 'site-1', reason: expect.stringMatching(/^expected top label 'red', got 'blue' /) },
      ],
    });
    expect(await metric(server.url, 'sibyl_golden_failures_total', { model, version: '1' })).toBeGreaterThan(
      0,
    );
    const told = server.logs().find((line) => line.msg === 'model failed' && line['model'] === model);
    expect(told?.['reason']).toMatch(FAILS);
  });

  it('hold for every version of a model but one that has its own', async () => {
    expect(await stateOf('versions')).toMatchObject([
      { version: '1', state: 'ready' },
      { version: '2', state: 'failed', reason: expect.stringMatching(FAILS) },
      { version: '3', state: 'ready' },
    ]);
    expect((await ask('versions/versions/2')).body.error.code).toBe('MODEL_NOT_READY');
    expect((await ask('versions/versions/1')).body.result.classes[0].label).toBe('red');
  });

  it('keep a model from serving when they cannot be used, and name no folder of the server', async () => {
    for (const [model, { reason }] of Object.entries(broken())) {
      const versions = await stateOf(model);
      const { versions: listed } = (await send(`${server.url}/v1/models`)).body.models.find(
        ({ name }: { name: string }) => name === model,
      );
      expect([model, listed.map(({ state }: { state: string }) => state)]).toEqual([model, ['failed']]);
      expect([model, listed[0].reason]).toEqual([model, expect.stringContaining(reason)]);
      const { body } = await ask(model);
      expect([model, body.error.code]).toEqual([model, 'MODEL_NOT_READY']);
      expect(body.error.message).toContain(reason);
      expect(JSON.stringify([versions, listed, body])).not.toContain(modelDir);
    }
  });

  it('are run on a process that replaces one that was killed, before it gets work', async () => {
    const before = await goldenOf('right');
    const pid = await idlePid(server.url, 'right');
    process.kill(pid, 'SIGKILL');
    const answer = await ask('right');
    expect(answer.body.result.classes[0].label).toBe('red');
    expect(await idlePid(server.url, 'right')).not.toBe(pid);
    const after = await goldenOf('right');
    expect(after).toMatchObject({ samples: 1, passed: 1, failures: [] });
    expect(Date.parse(after.last_run_at!)).toBeGreaterThan(Date.parse(before.last_run_at!));
  });

  it('keep a process that answers wrongly after a respawn from being used', async () => {
    const { digest } = (await send(`${server.url}/v1/models/crashing`)).body.versions[0];
    const pid = await idlePid(server.url, 'crashing');
    const copy = join(server.dataDir, 'models', digest, 'model.onnx');
    rmSync(copy);
    writeFileSync(copy, WRONG);
    process.kill(pid, 'SIGKILL');
    const { reason } = await untilStatus(server.url, 'crashing', 'failed', ({ state }) => state === 'failed');
    expect(reason).toMatch(FAILS);
    const { status, body } = await ask('crashing');
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    // What fails its samples is not tried over and over.
    expect((await statusOf(server.url, 'crashing')).executors).toEqual([]);
  });

  it('are counted by /health/deep', async () => {
    const { versions } = (await send(`${server.url}/health/deep`)).body.details.canary;
    expect(versions['right@1']).toMatch(/^right in \d+ ms, 1 of 1 golden samples$/);
    expect(versions['plain@1']).toMatch(/^right in \d+ ms$/);
    expect(versions['wrong@1']).toMatch(FAILS);
  });

  it('keep the old model serving when a wrong one is put in its place', async () => {
    const file = join(modelDir, 'swapped/1/model.onnx');
    rmSync(file);
    writeFileSync(file, WRONG);
    const { status, body } = await reload('swapped');
    expect([status >= 400, body.error.code]).toEqual([true, 'MODEL_LOAD_FAILED']);
    expect(body.error.message).toMatch(FAILS);
    expect((await ask('swapped')).body.result.classes[0].label).toBe('red');
    // The same file is right when it is what the samples say.
    writeFileSync(join(modelDir, 'swapped/golden/site-1.json'), sample('blue'));
    expect((await reload('swapped')).status).toBeLessThan(300);
    expect((await ask('swapped')).body.result.classes[0].label).toBe('blue');
  });

  it('are a reason to load a model anew when only they have changed', async () => {
    writeFileSync(join(modelDir, 'echo/golden/one.json'), 'no JSON any more');
    const { body } = await reload('echo');
    expect(body.error).toMatchObject({
      code: 'MODEL_LOAD_FAILED',
      message: expect.stringContaining('golden/one.json: is not JSON'),
    });
    expect((await statusOf(server.url, 'echo')).state).toBe('ready');
  });
});
