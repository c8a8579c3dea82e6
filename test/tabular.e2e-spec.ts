import { onnxModel } from './fixtures/onnx-writer.js';
import { predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

/** scores = softmax of a row of two numbers; the ZipMap names its classes `low` and `high`. */
const MODEL = onnxModel({
  inputs: [{ name: 'x', type: 'float32', dims: ['', 2] }],
  outputs: [{ name: 'maps', type: 'float32', dims: null, otherKind: 4 }],
  nodes: [
    { op: 'Softmax', inputs: ['x'], outputs: ['scores'] },
    {
      op: 'ZipMap',
      domain: 'ai.onnx.ml',
      inputs: ['scores'],
      outputs: ['maps'],
      attributes: { classlabels_strings: { strings: ['low', 'high'] } },
    },
  ],
  domains: { 'ai.onnx.ml': 1 },
});

const MANIFEST = `
features:
  - { name: down, range: [-10, 10], default: 0 }
  - { name: up, range: [-10, 10], unit: points }
execution: { max_delay_ms: 200, executors: 1 }
`;

describe('a tabular model', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([{ name: 'scale', files: { 'model.yaml': MANIFEST, '1/model.onnx': MODEL } }]);
    server = await startServer({ modelDir, env: { MAX_ROWS_PER_REQUEST: '3' } });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('describes what a row holds', async () => {
    const { body } = await send(`${server.url}/v1/models/scale`);
    const [{ task, features, labels, notes }] = body.versions;
    expect({ task, labels }).toEqual({ task: 'tabular', labels: [{ name: 'low' }, { name: 'high' }] });
    expect(features).toMatchObject([
      { name: 'down', type: 'float', range: [-10, 10], required: false, default: 0 },
      { name: 'up', required: true, unit: 'points' },
    ]);
    expect(notes).toContain(
      "the ZipMap at the end was taken out: output 'maps' is a tensor of probabilities instead of maps",
    );
  });

  it.each<[string, unknown]>([
    ['by name', { up: 3 }],
    ['in order', [0, 3]],
  ])('answers a row %s, and records it', async (_how, row) => {
    const { status, body } = await predictJson(server.url, 'scale', { row });
    expect(status).toBe(200);
    expect(body).toMatchObject({ task: 'tabular', confidence_status: 'HIGH' });
    expect(body.result).toEqual({
      label: 'high',
      class_id: 1,
      classes: [
        { label: 'high', class_id: 1, score: 0.952574 },
        { label: 'low', class_id: 0, score: 0.047426 },
      ],
    });
  });

  it('answers the rows of a request one by one, together in one run', async () => {
    const rows = [{ up: 1 }, { up: 11 }, { down: 2, up: 1 }];
    const { status, body } = await predictJson(server.url, 'scale', { rows, top_k: 1 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 2, failed: 1 });
    expect(body.items.map(({ filename, prediction }: any) => [filename, prediction?.result.label])).toEqual([
      ['rows[0]', 'high'],
      ['rows[1]', undefined],
      ['rows[2]', 'low'],
    ]);
    expect(body.items[1].error).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { faults: ['rows[1].up: 11 is not a number from -10 to 10 (points)'] },
    });
    expect(body.items[0].prediction.result.classes).toHaveLength(1);
  });

  it('gives equal rows the same cached answer, however they are written', async () => {
    await predictJson(server.url, 'scale', { row: { up: 4.5 } });
    const { headers } = await predictJson(server.url, 'scale', { row: [0, 4.5] });
    expect(headers.get('x-cache')).toBe('HIT');
  });

  it.each<[string, unknown, number, string, RegExp]>([
    ['no row', {}, 400, 'NO_INPUT', /expected "row"/],
    ['no rows', { rows: [] }, 400, 'NO_INPUT', /at least one row/],
    ['row and rows', { row: [0, 1], rows: [] }, 400, 'VALIDATION_FAILED', /one of them, not both/],
    [
      'too many rows',
      {
        rows: [
          [0, 1],
          [0, 1],
          [0, 1],
          [0, 1],
        ],
      },
      413,
      'PAYLOAD_TOO_LARGE',
      /number of rows.*3/,
    ],
    [
      'a missing feature',
      { row: {} },
      400,
      'VALIDATION_FAILED',
      /row\.up: is missing; expected a number from -10 to 10 \(points\)/,
    ],
    [
      'an unknown option',
      { row: [0, 1], topk: 1 },
      400,
      'VALIDATION_FAILED',
      /topk: is not an option of tabular/,
    ],
    ['a picture', { image: 'aGFsbG8=' }, 400, 'NO_INPUT', /takes rows of a table/],
  ])('refuses %s', async (_what, body, status, code, message) => {
    const answer = await predictJson(server.url, 'scale', body);
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code });
    expect(answer.body.error.message).toMatch(message);
  });

  it('keeps label, score and labels in the history', async () => {
    const { body } = await predictJson(server.url, 'scale', { row: { up: 7 } });
    const read = () => send(`${server.url}/v1/predictions/${body.prediction_id}`);
    let record = await read();
    for (let tries = 0; record.status === 404 && tries < 100; tries += 1) record = await read();
    expect(record.body).toMatchObject({ label: 'high', score: 0.999089, labels: ['high'], task: 'tabular' });
  });
});
