import { readdirSync, readFileSync } from 'node:fs';

import { predictJson, send } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

interface Feed {
  type: string;
  dims: number[];
  data: (number | string)[];
}

interface Case {
  name: string;
  /** Path below models/. */
  model: string;
  feeds: Record<string, Feed>;
  /** What the makers say; of several forms. */
  expected: unknown;
  /** What onnxruntime-node gives for the file as it is. */
  got?: Record<string, Feed>;
  error?: string;
}

const PROBABILITY_TOLERANCE = 1e-3;
const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.onnx$/, '');

/** The file keeps the first values of long inputs only: those of the transactions lie beside the model. */
function completed(each: Case): Case {
  const feeds = Object.entries(each.feeds).map(([name, feed]): [string, Feed] => {
    const count = feed.dims.reduce((product, size) => product * size, 1);
    if (feed.data.length === count) return [name, feed];
    const data = each.model.includes('fraud')
      ? transactions()
      : Array.from({ length: count }, (_, index) => index);
    expect(data.slice(0, feed.data.length).map(Number).every(isNear(feed.data))).toBe(true);
    return [name, { ...feed, data: data.slice(0, count) }];
  });
  return { ...each, feeds: Object.fromEntries(feeds) };
}

const isNear = (others: (number | string)[]) => (value: number, index: number) =>
  Math.abs(value - Number(others[index])) <= 1e-5 * Math.max(1, Math.abs(value));

function transactions(): number[] {
  const text = readFileSync(acceptancePath('models/5-tabular/fraud_test_transactions.csv'), 'utf8');
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const columns = head!.split(',').length - 1;
  return lines.flatMap((line) => line.split(',').slice(0, columns).map(Number));
}

/** Rows of the only input of a case. */
function rowsOf({ feeds }: Case): (number | string)[][] {
  const [{ dims, data }] = Object.values(feeds) as [Feed];
  const width = dims[1] ?? 1;
  return Array.from({ length: dims[0]! }, (_, row) => data.slice(row * width, (row + 1) * width));
}

/** Output `name` as the case knows it: from the makers, else from a run of the file. */
function valuesOf({ expected, got }: Case, name: string): unknown[] | undefined {
  const told = (expected as Record<string, unknown[]> | null)?.[name];
  return told ?? got?.[name]?.data;
}

const tensors = (feeds: Record<string, Feed>) =>
  Object.entries(feeds).map(([name, { dims, data }]) => ({ name, shape: dims, data }));

const outputsOf = (body: any): Record<string, Feed> =>
  Object.fromEntries(
    body.result.outputs.map(({ name, datatype, shape, data }: any) => [
      name,
      { type: datatype, dims: shape, data },
    ]),
  );

describeWithAcceptance('tabular models and the cases of the protocol', () => {
  const file = acceptancePath('expected/tabular_and_protocol.json');
  const results = (JSON.parse(readFileSync(file, 'utf8')) as { results: Case[] }).results.map(completed);
  const models = readdirSync(acceptancePath('models/5-tabular'))
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => `5-tabular/${name}`);
  const generic = [...new Set(results.map(({ model }) => model))].filter((path) => path.startsWith('6-'));
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      ...[...models, ...generic].map((path) => ({
        name: nameOf(path),
        files: { '1/model.onnx': { copyOf: acceptancePath(`models/${path}`) } },
      })),
      {
        name: 'zipmap-rows',
        files: {
          'model.yaml': 'features: [{name: a}, {name: b}, {name: c}]',
          '1/model.onnx': { copyOf: acceptancePath('models/5-tabular/zipmap_stringfloat.onnx') },
        },
      },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  describe.each(models)('%s', (path) => {
    const name = nameOf(path);
    const isTable = name !== 'zipmap_stringfloat';

    it(`is served as ${isTable ? 'a table' : 'tensors, since its input has no shape'}`, async () => {
      const { body } = await send(`${server.url}/v1/models/${name}`);
      const [version] = body.versions;
      expect({ state: version.state, task: version.task }).toEqual({
        state: 'ready',
        task: isTable ? 'tabular' : 'tensor',
      });
      expect(version.features.length > 0).toBe(isTable);
    });
  });

  const rowCases = results.filter(({ model }) => model.startsWith('5-') && !model.includes('stringfloat'));
  // A case without an error and without `fetches` has one more output than it names: the maps.
  it.each(rowCases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const rows = rowsOf(each);
    const { status, body } = await predictJson(server.url, nameOf(each.model), { rows });
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: rows.length, failed: 0 });
    for (const [index, { prediction }] of body.items.entries()) compareRow(prediction.result, each, index);
  });

  function compareRow(result: any, each: Case, row: number): void {
    if ('values' in result) {
      const [value] = valuesOf(each, 'variable') as number[][];
      expect(result.values).toEqual([
        { name: 'variable', value: [value].flat()[0], unit: null, range: null },
      ]);
      return;
    }
    const label = valuesOf(each, 'label') ?? valuesOf(each, 'output_label');
    if (each.got && label) expect(result.label).toBe(String(label[row]));
    const maps = valuesOf(each, 'probabilities') ?? valuesOf(each, 'output_probability');
    const scores = Object.fromEntries(result.classes.map((one: any) => [one.label, one.score]));
    expect(Object.values<number>(scores).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 3);
    const map = maps?.[row];
    if (typeof map === 'number') {
      const width = result.classes.length;
      expect(scores['1']).toBeCloseTo(Number(maps![row * width + 1]), 3);
    } else if (map !== undefined) {
      for (const [name, score] of Object.entries(map as Record<string, number>)) {
        expect(Math.abs(scores[name] - score)).toBeLessThan(PROBABILITY_TOLERANCE);
      }
    }
  }

  it('zipmap_stringfloat', async () => {
    const each = results.find(({ name }) => name === 'zipmap_stringfloat')!;
    const expected = each.expected as Record<string, number>[];
    const asTensors = await predictJson(server.url, 'zipmap_stringfloat', { inputs: tensors(each.feeds) });
    expect(outputsOf(asTensors.body)['Z']).toEqual({
      type: 'float32',
      dims: [2, 3],
      data: each.feeds['X']!.data,
    });
    const { body } = await predictJson(server.url, 'zipmap-rows', { rows: rowsOf(each) });
    const scores = body.items.map(({ prediction }: any) =>
      Object.fromEntries(prediction.result.classes.map(({ label, score }: any) => [label, score])),
    );
    expect(scores).toEqual(expected);
  });

  const tensorCases = results.filter(({ model }) => model.startsWith('6-'));
  it.each(tensorCases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const { status, body } = await predictJson(server.url, nameOf(each.model), {
      inputs: tensors(each.feeds),
    });
    const holdsNul = Object.values(each.feeds).some(({ data }) =>
      data.some((one) => String(one).includes('\0')),
    );
    if (holdsNul) {
      // onnxruntime-node would cut the text and answer for another one.
      expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'INVALID_TENSOR' });
    } else if (each.error) {
      expect({ status, code: body.error.code }).toEqual({ status: 500, code: 'MODEL_INFERENCE_FAILED' });
    } else {
      expect(status).toBe(200);
      expect(outputsOf(body)).toEqual(each.got);
    }
  });
});
