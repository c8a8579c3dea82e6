import { readdirSync } from 'node:fs';

import { predictJson, send } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

interface TensorFacts {
  name: string;
  datatype: string;
  shape: (number | string)[];
}

/** What onnxruntime-node cannot serve, with the true reason. Every other file has to answer. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  example_several_inputs_and_outputs: /input 'input 3' of bfloat16, which onnxruntime-node cannot carry/,
  foo_1: /custom operator domain 'test'/,
  identity_opt: /input 'opt_in', which is of optional type; only tensors can be fed/,
  mul_16: /No Op registered for Mul16/,
  onnx_test_gradient_of_add: /custom operator domain 'ai.onnx.preview.training'/,
  sparse_initializer_as_output: /no tensor output \('values' is a sparse-tensor\)/,
};

/** Answers that are too large for JSON; the Open Inference Protocol has them as binary data. */
const TOO_LARGE: Readonly<Record<string, RegExp>> = {
  simplified_ssd: /at most 1048576 values as JSON, and the model gave 17280000/,
};

/** Zeros are no input for these: a factor of 0 is no factor. */
const DATA: Readonly<Record<string, Readonly<Record<string, number[]>>>> = {
  model_resize_empty_optional_input: { scales: [1, 1, 2, 2] },
};

/** Sizes that a file leaves open and its graph does not. */
const SHAPES: Readonly<Record<string, number[]>> = { mul_1_dynamic: [3, 2] };

/** For a dimension that may have any size. */
const ANY_SIZE = 2;

const zeroOf = (datatype: string): unknown => (datatype === 'string' ? '0' : datatype === 'bool' ? false : 0);

function feed(model: string, { name, datatype, shape }: TensorFacts) {
  const dims = SHAPES[model] ?? shape.map((size) => (typeof size === 'number' ? size : ANY_SIZE));
  const count = dims.reduce((product, size) => product * size, 1);
  const data = DATA[model]?.[name] ?? Array.from({ length: count }, () => zeroOf(datatype));
  return { name, shape: dims, data };
}

/** Whether an answered shape is one that the model declares. */
const fits = (shape: number[], declared: (number | string)[]): boolean =>
  shape.length === declared.length &&
  declared.every((size, axis) => typeof size === 'string' || size === shape[axis]);

describeWithAcceptance('models without a task of their own', () => {
  const files = readdirSync(acceptancePath('models/6-generic')).filter((name) => name.endsWith('.onnx'));
  const models = files.map((name) => name.replace(/\.onnx$/, ''));
  const table: string[] = [];
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(
      models.map((name) => ({
        name,
        files: {
          'model.yaml': 'task: tensor\nexecution: { executors: 1 }\n',
          '1/model.onnx': { copyOf: acceptancePath(`models/6-generic/${name}.onnx`) },
        },
      })),
    );
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', READINESS_STRICT: 'any' } });
    await server.waitUntilReady(120_000);
  });

  afterAll(async () => {
    process.stdout.write(`\n${table.join('\n')}\n`);
    await server?.stop();
    removeModelDir(modelDir);
  });

  const width = Math.max(...models.map(({ length }) => length));
  const row = (name: string, text: string): number => table.push(`  ${name.padEnd(width)}  ${text}`);

  it.each(models)('%s', async (name) => {
    const { body: info } = await send(`${server.url}/v1/models/${name}`);
    const [version] = info.versions ?? [];
    const inputs = (version?.inputs ?? []) as TensorFacts[];
    const { status, body } = await predictJson(server.url, name, {
      inputs: inputs.map((input) => feed(name, input)),
    });
    const reason = REFUSED[name];
    if (reason) {
      row(name, `refused: ${body.error?.details?.reason ?? body.error?.message}`);
      expect({ status, code: body.error.code }).toEqual({ status: 503, code: 'MODEL_NOT_READY' });
      expect(body.error.message).toMatch(reason);
      expect(JSON.stringify(body)).not.toContain(modelDir);
      return;
    }
    const excess = TOO_LARGE[name];
    if (excess) {
      row(name, `too large for JSON: ${body.error?.message}`);
      expect({ status, code: body.error.code }).toEqual({ status: 406, code: 'NOT_ACCEPTABLE' });
      expect(body.error.message).toMatch(excess);
      return;
    }
    const outputs = (body.result?.outputs ?? []) as {
      name: string;
      datatype: string;
      shape: number[];
      data: unknown[];
    }[];
    row(
      name,
      outputs
        .map(({ name: output, datatype, shape }) => `${output} ${datatype}[${shape.join(',')}]`)
        .join(', '),
    );
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    expect(outputs.map(({ name: output, datatype }) => [output, datatype])).toEqual(
      (version.outputs as TensorFacts[]).map(({ name: output, datatype }) => [output, datatype]),
    );
    for (const [index, { shape, data }] of outputs.entries()) {
      expect(fits(shape, version.outputs[index].shape)).toBe(true);
      expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
    }
  });
});
