import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { channelMeanClassifier, identityModel, onnxModel } from './fixtures/onnx-writer.js';
import { plain } from './support/engine.js';
import { predict, predictJson, send } from './support/http.js';
import { makeModelDir, type ModelEntry, removeModelDir } from './support/models.js';
import { isAlive } from './support/processes.js';
import { type RunningServer, startServer } from './support/server.js';

const LIMIT = 1024 * 1024;
const PICTURE = { batch: 'n', channels: 3, height: 8, width: 8 };
const SPECIAL = ['__proto__', 'constructor', 'toString'];

/** A key called `__proto__` as data: an object literal would take it for something else. */
const keyed = (key: string, value: unknown): Record<string, never> =>
  JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`);

/** As many zeros as the request says. */
const grows = onnxModel({
  inputs: [{ name: 'shape', type: 'int64', dims: [1] }],
  outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
  nodes: [{ op: 'ConstantOfShape', inputs: ['shape'], outputs: ['y'] }],
});

/** x, under several names. */
const outputsNamed = (names: string[]) =>
  onnxModel({
    inputs: [{ name: 'hasOwnProperty', type: 'float32', dims: ['n'] }],
    outputs: names.map((name) => ({ name, type: 'float32', dims: ['n'] })),
    nodes: names.map((name) => ({ op: 'Identity', inputs: ['hasOwnProperty'], outputs: [name] })),
  });

const withWeightsIn = (location: string): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [8] }],
    outputs: [{ name: 'y', type: 'float32', dims: [8] }],
    nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [{ name: 'w', type: 'float32', dims: [8], external: { location } }],
  });

const good = channelMeanClassifier(PICTURE);

/** Models that are refused, and what is said of them. */
const REFUSED: Record<string, { files: ModelEntry['files']; reason: string }> = {
  'huge-input': {
    files: { '1/model.onnx': identityModel('float32', [1_000_000, 1_000_000]) },
    reason: "has the input 'x' float32[1000000, 1000000], which takes more than the 1 MB of MAX_TENSOR_BYTES",
  },
  'huge-batch': {
    files: { '1/model.onnx': channelMeanClassifier({ ...PICTURE, batch: 1_000_000 }) },
    reason: "has the input 'image' float32[1000000, 3, 8, 8], which takes more than",
  },
  'huge-picture': {
    files: {
      '1/model.onnx': onnxModel({
        inputs: [{ name: 'image', type: 'float32', dims: ['n', 3, 'h', 'w'] }],
        outputs: [{ name: 'y', type: 'float32', dims: ['n', 3] }],
        nodes: [
          { op: 'ReduceMean', inputs: ['image'], outputs: ['y'], attributes: { axes: { ints: [2, 3] } } },
        ],
      }),
      'model.yaml': 'task: image-classification\ninput: {size: 16384}\n',
    },
    reason: 'takes pictures of 16384 x 16384, more than the 1 MB of MAX_TENSOR_BYTES',
  },
  'output-proto': {
    files: { '1/model.onnx': outputsNamed(['__proto__', 'y']) },
    reason: "has an output named '__proto__', which onnxruntime-node cannot fetch: rename it",
  },
  'link-out': { files: { '1/model.onnx': withWeightsIn('weights.bin') }, reason: 'is a symbolic link' },
  proc: {
    files: { '1/model.onnx': withWeightsIn('/proc/self/environ') },
    reason: 'is not the plain name of a file',
  },
  'yaml-proto': {
    files: { '1/model.onnx': good, 'model.yaml': '__proto__: {polluted: true}\n' },
    reason: '__proto__: unknown key',
  },
  'yaml-section': {
    files: { '1/model.onnx': good, 'model.yaml': 'input: {__proto__: {polluted: true}}\n' },
    reason: 'input.__proto__: unknown key',
  },
  'yaml-constructor': {
    files: { '1/model.onnx': good, 'model.yaml': 'constructor: {prototype: {polluted: true}}\n' },
    reason: 'constructor: unknown key',
  },
};

const SERVED: Record<string, ModelEntry['files']> = {
  good: { '1/model.onnx': good },
  echo: { '1/model.onnx': identityModel('float32', ['a', 'b']) },
  grows: { '1/model.onnx': grows },
  // A key of a label that is no text: it changes nothing.
  label: { '1/model.onnx': good, 'model.yaml': 'labels: [{name: a, __proto__: {polluted: true}}, b, c]\n' },
  // Names that every object in JavaScript has already.
  constructor: { '1/model.onnx': outputsNamed(['constructor', 'toString', 'y']) },
  toString: {
    '1/model.onnx': channelMeanClassifier(PICTURE, { metadata: keyed('__proto__', 'polluted') }),
    'model.yaml': `labels: [${SPECIAL.join(', ')}]\ninput: {scale: 0.05, mean: 0, std: 1}\n`,
  },
};

describe('hostile names, shapes and sizes', () => {
  let server: RunningServer;
  const grow = (count: number) =>
    predictJson(server.url, 'grows', { inputs: [{ name: 'shape', shape: [1], data: [count] }] });
  let modelDir: string;
  let red: Buffer;

  const listed = async () => (await send(`${server.url}/v1/models`)).body;
  const raw = (model: string, body: string) =>
    send(`${server.url}/v1/models/${model}/predict`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
  const claim = (shape: number[], data: unknown[] = [1]) =>
    predictJson(server.url, 'echo', { inputs: [{ name: 'x', shape, data }] });

  beforeAll(async () => {
    red = await plain(255, 0, 0);
    const all = {
      ...SERVED,
      ...Object.fromEntries(Object.entries(REFUSED).map(([name, { files }]) => [name, files])),
    };
    modelDir = makeModelDir([
      ...Object.entries(all).map(([name, files]) => ({ name, files })),
      { name: '__proto__', files: { '1/model.onnx': good } },
    ]);
    writeFileSync(join(modelDir, '../hostile-values-secret'), 'the secret weights of another');
    symlinkSync('../../../hostile-values-secret', join(modelDir, 'link-out/1/weights.bin'));
    server = await startServer({
      modelDir,
      env: { DATABASE_MODE: 'off', MAX_TENSOR_BYTES: String(LIMIT), MODEL_MEMORY_LIMIT_MB: '512' },
    });
    await server.waitUntilReady(60_000);
  });

  /** Whatever was sent: the server is the same process, its objects are as they were, and another model answers. */
  afterEach(async () => {
    const { status, body } = await predict(server.url, 'good', { bytes: red, name: 'a.png' });
    const isPolluted = body.polluted !== undefined || body.result?.polluted !== undefined;
    const harm = [
      ...(isAlive(server.pid) ? [] : ['the server is another process']),
      ...(status === 200 ? [] : [`another model answers ${status}`]),
      ...(isPolluted || JSON.stringify(await listed()).includes('"polluted"') ? ['objects are changed'] : []),
    ];
    if (harm.length > 0) throw new Error(harm.join('; '));
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(join(modelDir, '../hostile-values-secret'), { force: true });
    removeModelDir(modelDir);
  });

  it.each(Object.keys(REFUSED))('refuse the model %s with its reason', async (name) => {
    const model = (await listed()).models.find((each: { name: string }) => each.name === name);
    expect(model.versions).toMatchObject([{ state: 'failed', reason: expect.any(String) }]);
    expect(model.versions[0].reason).toContain(REFUSED[name]!.reason);
    expect(model.versions[0].reason).not.toContain(modelDir);
  });

  it('refuse a folder called __proto__, and answer for it', async () => {
    const { skipped } = await listed();
    expect(skipped).toContainEqual({
      path: '__proto__',
      reason: expect.stringContaining('a model name has'),
    });
    const { status, body } = await predict(server.url, '__proto__', { bytes: red, name: 'a.png' });
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect((await send(`${server.url}/v1/models/hasOwnProperty`)).body.error.code).toBe('MODEL_NOT_FOUND');
  });

  it('serve tensors with such names', async () => {
    const inputs = [{ name: 'hasOwnProperty', shape: [1], data: [7] }];
    const { status, body } = await predictJson(server.url, 'constructor', { inputs });
    expect([status, body.error]).toEqual([200, undefined]);
    expect([status, body.result.outputs.map(({ data }: { data: number[] }) => data)]).toEqual([
      200,
      [[7], [7], [7]],
    ]);
  });

  it('serve labels with such names', async () => {
    const { status, body } = await predict(server.url, 'toString', { bytes: red, name: 'a.png' });
    expect(status).toBe(200);
    expect(body.result.classes.map(({ label }: { label: string }) => label).toSorted()).toEqual(
      SPECIAL.toSorted(),
    );
    expect(body.result.classes[0].label).toBe('__proto__');
  });

  it.each(SPECIAL)('refuse a form field called %s', async (field) => {
    const { status, body } = await predict(
      server.url,
      'good',
      { bytes: red, name: 'a.png' },
      keyed(field, 'x'),
    );
    expect([status, body.error.code]).toEqual([400, 'MALFORMED_BODY']);
  });

  it.each([
    '{"__proto__": {"polluted": true}, "image": "AAAA"}',
    '{"constructor": {"prototype": {"polluted": true}}, "image": "AAAA"}',
    '{"toString": "x", "image": "AAAA"}',
    '{"inputs": [{"__proto__": {"polluted": true}}]}',
    '{"inputs": [{"name": "toString", "shape": [1], "data": [1]}]}',
    '{"inputs": [{"name": "x", "shape": [1, 1], "data": {"length": 1, "0": 1}}]}',
    '{"inputs": {"__proto__": []}}',
  ])('refuse the body %s', async (body) => {
    const model = body.includes('image') ? 'good' : 'echo';
    const answer = await raw(model, body);
    expect([answer.status, answer.body.error.code]).toEqual([400, expect.stringMatching(/^[A-Z_]+$/)]);
  });

  it('refuse data that is nested without end', async () => {
    const depth = 200_000;
    const data = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const { status, body } = await raw(
      'echo',
      `{"inputs": [{"name": "x", "shape": [1, 1], "data": ${data}}]}`,
    );
    expect([status, body.error?.code]).toEqual([
      400,
      expect.stringMatching(/^(INVALID_TENSOR|MALFORMED_BODY)$/),
    ]);
  });

  it.each([
    [[1_000_000, 1_000_000]],
    [[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
    [[1, LIMIT / 4 + 1]],
  ])('refuse a request that claims %j, before anything is allocated for it', async (shape) => {
    const { status, body } = await claim(shape);
    expect([status, body.error.code]).toEqual([400, 'INVALID_TENSOR']);
    expect(body.error.message).toContain('at most the 1 MB of MAX_TENSOR_BYTES');
    const v2 = await send(`${server.url}/v2/models/echo/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: [{ name: 'x', shape, datatype: 'FP32', data: [1] }] }),
    });
    expect([400, 413]).toContain(v2.status);
  });

  it('take a request just within the limit', async () => {
    const count = LIMIT / 4;
    const { status, body } = await claim([1, count], Array(count).fill(0));
    expect([status, body.result.outputs[0].shape]).toEqual([200, [1, count]]);
  });

  it('refuse outputs that are larger than a tensor may be', async () => {
    expect((await grow(3)).body.result.outputs[0].data).toEqual([0, 0, 0]);
    const { status, body } = await grow(LIMIT / 4 + 1);
    expect([status, body.error.code]).toEqual([500, 'MODEL_INFERENCE_FAILED']);
    expect(body.error.message).toContain('its outputs take 1 MB, more than the 1 MB of MAX_TENSOR_BYTES');
    // More than there is memory: the runtime refuses, or its process is ended.
    for (const count of [200_000_000, 1e12]) {
      const answer = await grow(count);
      expect([count, answer.status >= 500, answer.body.error.code]).toEqual([
        count,
        true,
        expect.any(String),
      ]);
    }
    expect((await grow(3)).status).toBe(200);
  });
});
