import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { channelMeanClassifier, onnxModel } from './fixtures/onnx-writer.js';
import { plain } from './support/engine.js';
import { type Answer, predict, predictJson, send } from './support/http.js';
import {
  acceptanceDir,
  acceptancePath,
  makeModelDir,
  type ModelEntry,
  removeModelDir,
} from './support/models.js';
import { isAlive } from './support/processes.js';
import { type RunningServer, startServer } from './support/server.js';

/** Lies where a model that escapes its folder would find it, and must come out nowhere. */
const SECRET = 'hostile-test-secret-7c1e';
const GOOD = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });

/** y = x + w with w in another file. */
const withWeightsIn = (location: string): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [8] }],
    outputs: [{ name: 'y', type: 'float32', dims: [8] }],
    nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [{ name: 'w', type: 'float32', dims: [8], external: { location } }],
  });

const MADE: Record<string, ModelEntry['files']> = {
  'lfs-pointer': {
    '1/model.onnx': 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n',
  },
  text: { '1/model.onnx': 'Not found: the model has moved.\n' },
  html: { '1/model.onnx': '<!doctype html><title>404</title>' },
  empty: { '1/model.onnx': '' },
  truncated: { '1/model.onnx': GOOD.subarray(0, GOOD.length - 20) },
  noise: { '1/model.onnx': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251)) },
  'outside-by-dots': { '1/model.onnx': withWeightsIn('../../secret.bin'), '1/.env': SECRET },
  'outside-by-root': { '1/model.onnx': withWeightsIn('/etc/passwd') },
  'dot-env': { '1/model.onnx': withWeightsIn('.env'), '1/.env': `${SECRET}${SECRET}` },
  'unknown-operator': {
    '1/model.onnx': onnxModel({
      inputs: [{ name: 'x', type: 'float32', dims: [1] }],
      outputs: [{ name: 'y', type: 'float32', dims: [1] }],
      nodes: [{ op: 'Exfiltrate', inputs: ['x'], outputs: ['y'], domain: 'evil' }],
      domains: { evil: 1 },
    }),
  },
  'broken-manifest': { 'model.yaml': 'task: [', '1/model.onnx': GOOD },
  'no-model': { 'model.yaml': 'task: tensor\n' },
};

const SPECIAL = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

const SPECIAL_NAMES = onnxModel({
  inputs: SPECIAL.map((name) => ({ name, type: 'float32', dims: [1] })),
  outputs: SPECIAL.map((name) => ({ name: `${name}_`, type: 'float32', dims: [1] })),
  nodes: SPECIAL.map((name) => ({ op: 'Identity', inputs: [name], outputs: [`${name}_`] })),
});

/** Every file of the acceptance folder as a model of its own, its neighbours beside it as in its folder. */
function foreign(): ModelEntry[] {
  if (!acceptanceDir) return [];
  return ['models/7-hostile', 'models/7-hostile/made'].flatMap((folder) => {
    const names = readdirSync(acceptancePath(folder));
    const data = names.filter((name) => name.endsWith('.bin'));
    return names
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => ({
        name: name.replace('.onnx', ''),
        files: {
          '1/model.onnx': { copyOf: acceptancePath(join(folder, name)) },
          ...Object.fromEntries(
            data.map((file) => [`1/${file}`, { copyOf: acceptancePath(join(folder, file)) }]),
          ),
        },
      }));
  });
}

interface ListedModel {
  name: string;
  task: string | null;
  versions: { state: string; reason: string | null }[];
}

interface TensorInfo {
  name: string;
  shape: (number | string)[];
}

interface ModelInfo {
  versions: { inputs?: TensorInfo[] }[];
}

const acceptance = acceptanceDir ? '' : ' (without those of the acceptance folder, which is absent)';

describe(`a folder full of hostile files beside one good model${acceptance}`, () => {
  const bodies: string[] = [];
  let server: RunningServer;
  let modelDir: string;
  let models: ListedModel[];
  let names: string[];

  const keep = <T>(answer: Answer<T>): Answer<T> => {
    bodies.push(answer.bytes.toString('utf8'));
    return answer;
  };

  beforeAll(async () => {
    const made = Object.entries(MADE).map(([name, files]) => ({ name, files }));
    const entries = [
      ...made,
      ...foreign(),
      { name: 'good', files: { '1/model.onnx': GOOD } },
      { name: 'constructor', files: { '1/model.onnx': SPECIAL_NAMES } },
    ];
    names = entries.map(({ name }) => name);
    modelDir = makeModelDir(entries);
    server = await startServer({
      modelDir,
      env: {
        DATABASE_MODE: 'off',
        KILL_GRACE_MS: '100',
        MODEL_LOAD_TIMEOUT_SECONDS: '20',
        SECRET_FOR_TEST: SECRET,
      },
    });
    await server.waitUntilReady();
    models = keep(await send<{ models: ListedModel[] }>(`${server.url}/v1/models`)).body.models;
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('starts, is live and ready, and answers with the good model', async () => {
    expect((await send(`${server.url}/health/live`)).status).toBe(200);
    const file = { bytes: await plain(250, 1, 1), name: 'a.png' };
    const { status, body } = await predict(server.url, 'good', file);
    expect(status).toBe(200);
    expect(body.result.classes[0].class_id).toBe(0);
  });

  it('lists each: served, or failed with a reason', () => {
    expect(models.map(({ name }) => name).toSorted()).toEqual([...names].toSorted());
    for (const { name, versions } of models) {
      for (const { state, reason } of versions)
        expect([name, state, Boolean(reason)]).toEqual([name, state, state !== 'ready']);
    }
  });

  it.each(Object.keys(MADE))('does not serve %s', (name) => {
    const { versions } = models.find((model) => model.name === name)!;
    expect(versions.map(({ state }) => state)).toEqual(['failed']);
  });

  it('answers every prediction with an envelope or a result, and stays alive', async () => {
    const file = { bytes: await plain(9, 9, 9), name: 'a.png' };
    const short = { 'x-request-timeout-ms': '1500' };
    for (const { name, task } of models) {
      const info = keep(await send<ModelInfo>(`${server.url}/v1/models/${name}`));
      keep(await send(`${server.url}/v1/models/${name}/status`));
      const inputs = (info.body.versions[0]?.inputs ?? [{ name: 'x', shape: [8] }]).map(anyTensor);
      const answers = [
        keep(await predict(server.url, name, file, {}, short)),
        keep(await predictJson(server.url, name, { inputs }, short)),
      ];
      for (const { status, body } of answers) {
        if (status === 200) expect([name, body.task]).toEqual([name, task]);
        else expect([name, status, body.error]).toEqual([name, expect.any(Number), expectedError]);
      }
      if (name === 'proto_names') expect(answers[1]!.status).toBe(200);
    }
    expect(isAlive(server.pid)).toBe(true);
    expect((await predict(server.url, 'good', file)).status).toBe(200);
  });

  it('gives away no path, no stack, no secret and nothing of this machine', () => {
    expect(bodies.length).toBeGreaterThan(names.length * 4);
    for (const body of bodies) {
      expect(body).not.toContain(modelDir);
      expect(body).not.toMatch(/onnxruntime_src|\.cc:\d+|node_modules|\bat \w+.*\.js:\d+/);
      expect(body).not.toMatch(/root:x:|daemon:|PATH=/);
      expect(body).not.toContain(SECRET);
      // The same bytes as numbers, had they been read as weights.
      expect(body).not.toContain(String(Buffer.from(SECRET).readFloatLE(0)));
    }
  });

  it('takes names that are special in JavaScript', async () => {
    const inputs = SPECIAL.map((name, i) => ({ name, shape: [1], data: [i] }));
    const { status, body } = await predictJson(server.url, 'constructor', { inputs });
    expect(status).toBe(200);
    expect(body.result.outputs).toEqual(
      SPECIAL.map((name, i) => expect.objectContaining({ name: `${name}_`, data: [i] })),
    );
  });
});

/** Ones, in a shape that fits. */
function anyTensor({ name, shape }: TensorInfo) {
  const dims = shape.map((size) => (typeof size === 'number' ? size : 1));
  return { name, shape: dims, data: Array(dims.reduce((product, size) => product * size, 1)).fill(1) };
}

const expectedError = {
  code: expect.stringMatching(/^[A-Z_]+$/),
  message: expect.any(String),
  details: expect.any(Object),
  request_id: expect.any(String),
};
