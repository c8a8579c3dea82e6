import { onnxModel } from './fixtures/onnx-writer.js';
import { predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const FEATURES = 'features: [{name: age}, {name: hours}]\n';
const CLASSES = `task: tabular\n${FEATURES}labels: [no, yes]\n`;

/** Softmax of the row times a diagonal: `age` speaks for the first class, `hours` for the second. */
const classifier = (age: number, hours: number): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: ['n', 2] }],
    outputs: [{ name: 'probabilities', type: 'float32', dims: ['n', 2] }],
    initializers: [{ name: 'w', type: 'float32', dims: [2, 2], data: [age, 0, 0, hours] }],
    nodes: [
      { op: 'MatMul', inputs: ['x', 'w'], outputs: ['logits'] },
      { op: 'Softmax', inputs: ['logits'], outputs: ['probabilities'] },
    ],
  });

/** age * factor. */
const regressor = (factor: number): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: ['n', 2] }],
    outputs: [{ name: 'y', type: 'float32', dims: ['n', 1] }],
    initializers: [{ name: 'w', type: 'float32', dims: [2, 1], data: [factor, 0] }],
    nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
  });

const VALUES = `task: tabular\n${FEATURES}output: {names: [score], unit: points}\n`;

const model = (name: string, manifest: string, bytes: Buffer) => ({
  name,
  files: { 'model.yaml': manifest, '1/model.onnx': bytes },
});
const ensemble = (name: string, combine: string, ...members: string[]) => ({
  name,
  files: {
    'model.yaml': `ensemble: {combine: ${combine}, members: [${members.map((each) => `{model: ${each}}`).join(', ')}]}\n`,
  },
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('an ensemble of models for rows', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      model('one', CLASSES, classifier(1, 1)),
      model('other', CLASSES, classifier(1, 3)),
      model('third', CLASSES, classifier(3, 1)),
      model('swapped', CLASSES.replace('age}, {name: hours', 'hours}, {name: age'), classifier(1, 1)),
      model('single', VALUES, regressor(1)),
      model('double', VALUES, regressor(2)),
      ensemble('average', 'average', 'one', 'other'),
      ensemble('vote', 'vote', 'one', 'other', 'third'),
      ensemble('values', 'average', 'single', 'double'),
      ensemble('rows-differ', 'average', 'one', 'swapped'),
      ensemble('heads-differ', 'average', 'one', 'single'),
      ensemble('no-vote', 'vote', 'single', 'double'),
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', READINESS_STRICT: 'any' } });
    await server.waitUntilReady(120_000);
  });
  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const resultOf = async (name: string, row: object) => {
    const { status, body } = await predictJson(server.url, name, { row });
    expect([name, status, body.error?.message]).toEqual([name, 200, undefined]);
    return body.result;
  };

  it('averages the scores of its members', async () => {
    const result = await resultOf('average', { age: 1, hours: 0.8 });
    const yes = (sigmoid(0.8 - 1) + sigmoid(2.4 - 1)) / 2;
    expect(result.label).toBe('yes');
    expect(result.classes[0].score).toBeCloseTo(yes, 3);
    expect(result.uncertainty).toBeCloseTo(Math.abs(sigmoid(-0.2) - sigmoid(1.4)) / 2, 3);
  });

  it('counts the votes of its members', async () => {
    const result = await resultOf('vote', { age: 1, hours: 0.8 });
    expect([result.label, result.classes[0].score]).toEqual(['no', 0.6667]);
  });

  it('averages numbers', async () => {
    const { values } = await resultOf('values', { age: 10, hours: 0 });
    expect(values).toEqual([
      expect.objectContaining({ name: 'score', value: 15, unit: 'points', spread: 5 }),
    ]);
  });

  it('answers several rows one by one', async () => {
    const rows = [{ age: 1, hours: 5 }, { age: 1 }, { age: 5, hours: 1 }];
    const { body } = await predictJson(server.url, 'average', { rows });
    expect(body.items.map((item: any) => item.prediction?.result.label ?? item.error.code)).toEqual([
      'yes',
      'VALIDATION_FAILED',
      'no',
    ]);
  });

  it.each([
    ['rows-differ', /member 'swapped' takes 'hours' as feature 1 and not 'age'/],
    ['heads-differ', /member 'single' does regression and not classification/],
    ['no-vote', /vote needs classes that exclude each other, or detections/],
  ])('%s is refused with the reason', async (name, reason) => {
    const { body } = await send(`${server.url}/v1/models/${name}`);
    expect(JSON.stringify(body)).toMatch(reason);
    expect((await predictJson(server.url, name, { row: { age: 1, hours: 1 } })).status).toBe(503);
  });
});
