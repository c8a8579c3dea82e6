import { readFileSync } from 'node:fs';

import { type ElementType, onnxModel } from './fixtures/onnx-writer.js';
import {
  acceptanceDir,
  acceptancePath,
  describeWithAcceptance,
  makeModelDir,
  type ModelEntry,
  removeModelDir,
} from './support/models.js';
import { blocksOf, bytes, infer } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

interface Vector {
  name: string;
  body_b64: string;
  header_len: number | null;
}

/** What a model of each vector looks like: its inputs; `y` is the first of them. */
const INPUTS: Record<string, [name: string, type: ElementType, rank: number][]> = {
  'fp32-binary-no-outputs': [['x', 'float32', 2]],
  'fp32-json-no-outputs': [['x', 'float32', 2]],
  'fp32-binary-output-json': [['x', 'float32', 2]],
  'mixed-json-and-binary': [
    ['a', 'int64', 1],
    ['b', 'bool', 1],
  ],
  'bytes-binary-utf8-and-raw': [['s', 'string', 1]],
  'bytes-json': [['s', 'string', 1]],
  'fp16-binary': [['h', 'float16', 1]],
  'bf16-binary': [['bf', 'float32', 1]],
  'int64-big-json': [['i', 'int64', 1]],
  'int64-big-binary': [['i', 'int64', 1]],
  'zero-element-binary': [['z', 'float32', 2]],
  'nan-inf-json': [['n', 'float32', 1]],
  'classification-2': [['x', 'float32', 2]],
  'sequence-priority-timeout-custom': [['x', 'float32', 2]],
  'uint8-image-binary': [['img', 'uint8', 4]],
};

const BIG = bytes(BigInt64Array.of(9007199254740993n, -1n));

/** The block of `y`, its JSON where it is not binary, or the refusal. */
const EXPECTED: Record<string, Buffer | { data: unknown } | { error: string }> = {
  'fp32-binary-no-outputs': bytes(Float32Array.of(1, 2, 3)),
  'fp32-json-no-outputs': bytes(Float32Array.of(1, 2, 3)),
  'fp32-binary-output-json': { data: [1, 2, 3] },
  'mixed-json-and-binary': bytes(BigInt64Array.of(7n, 8n)),
  // Bytes that are no text: onnxruntime has no other strings.
  'bytes-binary-utf8-and-raw': {
    error: "input 's' expects text in UTF-8; got bytes that are none, at element 1",
  },
  'bytes-json': Buffer.from('05000000636166c3a90100000062', 'hex'),
  'fp16-binary': Buffer.from('003e00c0ff7b', 'hex'),
  'bf16-binary': {
    error: "input 'bf' expects FP32[-1]; got BF16, which onnxruntime-node cannot carry; convert it to FP32",
  },
  'int64-big-json': BIG,
  'int64-big-binary': BIG,
  'zero-element-binary': Buffer.alloc(0),
  'nan-inf-json': bytes(Float32Array.of(NaN, Infinity)),
  'classification-2': Buffer.from('0a000000332e3030303030303a320a000000322e3030303030303a31', 'hex'),
  'sequence-priority-timeout-custom': bytes(Float32Array.of(1)),
  'uint8-image-binary': Buffer.from('000102030405060708090a0b', 'hex'),
};

/** The file was written by Python, whose JSON knows NaN. */
function readVectors(): Vector[] {
  const text = readFileSync(acceptancePath('vectors/tritonclient_requests.json'), 'utf8');
  return JSON.parse(
    text.replaceAll(/^\s+(NaN|Infinity),?$/gm, (line) => line.replace(/NaN|Infinity/, 'null')),
  );
}

function modelOf(name: string): ModelEntry {
  const inputs = (INPUTS[name] ?? []).map(([input, type, rank]) => ({
    name: input,
    type,
    dims: Array.from({ length: rank }, (_, axis) => `${input}${axis}`),
  }));
  const outputs = inputs.map((input, index) => ({ ...input, name: index === 0 ? 'y' : `y${index}` }));
  const nodes = inputs.map((input, index) => ({
    op: 'Identity',
    inputs: [input.name],
    outputs: [outputs[index]?.name ?? ''],
  }));
  return { name, files: { '1/model.onnx': onnxModel({ inputs, outputs, nodes }) } };
}

const vectors = acceptanceDir ? readVectors() : [];

describeWithAcceptance("requests in the bytes of tritonclient's own encoder", () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(vectors.map(({ name }) => modelOf(name)));
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('are the fifteen that are known here', () => {
    expect(vectors.map(({ name }) => name).toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  it.each(vectors.map(({ name }) => name))('%s', async (name) => {
    const vector = vectors.find((each) => each.name === name) as Vector;
    const headers: Record<string, string> =
      vector.header_len === null ? {} : { 'inference-header-content-length': String(vector.header_len) };
    const answer = await infer(server.url, name, Buffer.from(vector.body_b64, 'base64'), { headers });
    const expected = EXPECTED[name] as (typeof EXPECTED)[string];
    const got =
      answer.status === 200
        ? answer.headers.get('content-type') === 'application/json'
          ? { data: answer.body.outputs[0].data }
          : blocksOf(answer).blocks['y']
        : { error: answer.body.error };
    expect(got).toEqual(expected);
  });
});

function tritonModel(name: string): ModelEntry {
  const path = acceptancePath(`models/6-generic/triton_${name}.onnx`);
  return { name, files: { '1/model.onnx': { copyOf: path } } };
}

/** Triton's own models and the calls of its own examples: two rows of sixteen, their sums and differences. */
describeWithAcceptance("Triton's example models", () => {
  const counting = Array.from({ length: 16 }, (_, i) => i);
  const ones = counting.map(() => 1);
  const sums = counting.map((i) => i + 1);
  const differences = counting.map((i) => i - 1);
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(['simple', 'simple_string', 'simple_int8'].map(tritonModel));
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each<[string, string, (values: number[]) => unknown[]]>([
    ['simple', 'INT32', (values) => values],
    ['simple_int8', 'INT8', (values) => values],
    ['simple_string', 'BYTES', (values) => values.map(String)],
  ])('%s adds and subtracts', async (model, datatype, write) => {
    const shape = [1, 16];
    const inputs = [
      { name: 'INPUT0', shape, datatype, data: write(counting) },
      { name: 'INPUT1', shape, datatype, data: write(ones) },
    ];
    const { status, body } = await infer(server.url, model, { inputs });
    expect(status).toBe(200);
    expect(body.outputs).toEqual([
      { name: 'OUTPUT0', datatype, shape, data: write(sums) },
      { name: 'OUTPUT1', datatype, shape, data: write(differences) },
    ]);
  });
});
