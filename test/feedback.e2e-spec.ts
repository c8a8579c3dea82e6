import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { predict, predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { solid } from './support/small-server.js';

const COLOURS = `
labels: [red, green, blue]
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;
/** The same file, read as a number: how bright the first channel is. */
const BRIGHTNESS = `
task: image-regression
input: {size: 16, mean: 0, std: 1, scale: 1}
output: {names: [red, green, blue]}
`;

const value = (body: any) => body.result.values[0].value as number;

describe('feedback', () => {
  let modelDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;

  beforeAll(async () => {
    const model = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
    modelDir = makeModelDir([
      { name: 'colours', files: { 'model.yaml': COLOURS, '1/model.onnx': model } },
      { name: 'brightness', files: { 'model.yaml': BRIGHTNESS, '1/model.onnx': model } },
    ]);
    database = await createDatabase(process.env.DATABASE_URL!);
    server = await startServer({ modelDir, env: { DATABASE_URL: database.url } });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.kill();
    await database?.drop();
    if (modelDir) removeModelDir(modelDir);
  });

  const of = async (model: string, colour: string) => {
    const answer = await predict(server.url, model, { bytes: await solid(colour), name: 'a.png' });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const give = (id: string, body: unknown) =>
    send(`${server.url}/v1/predictions/${id}/feedback`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const accuracy = async (model: string, parameters = '') =>
    (await send(`${server.url}/v1/models/${model}/accuracy?${parameters}`)).body;

  it('compares a true label with the answer, also before that has been written', async () => {
    const { prediction_id: id } = await of('colours', '#fd0000');
    const answer = await give(id, { label: 'green', comment: 'seen by =HYPERLINK("x")' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      prediction_id: id,
      revision: 1,
      correct: false,
      label: 'green',
      predicted_label: 'red',
      comment: 'seen by =HYPERLINK("x")',
    });
  });

  it('counts the same opinion once and another one as a new revision, also from many at a time', async () => {
    const { prediction_id: id } = await of('colours', '#fc0000');
    const same = await Promise.all(Array.from({ length: 5 }, () => give(id, { label: 'red' })));
    expect(same.map(({ body }) => body.revision)).toEqual([1, 1, 1, 1, 1]);
    expect(same.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201]);
    const others = await Promise.all(
      Array.from({ length: 5 }, (_, i) => give(id, { correct: true, comment: `person ${i}` })),
    );
    expect(others.map(({ body }) => body.revision).toSorted()).toEqual([2, 3, 4, 5, 6]);
    const { body } = await send(`${server.url}/v1/predictions/${id}/feedback`);
    expect(body.items.map((item: any) => item.revision)).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('gives the accuracy by version: the latest opinion on each prediction, an interval, who is taken for whom', async () => {
    await query(database.url, 'TRUNCATE prediction_feedback');
    for (const [colour, label] of [
      ['#fb0000', 'red'],
      ['#fa0000', 'red'],
      ['#f90000', 'blue'],
      ['#00fb00', 'green'],
    ] as const) {
      const { prediction_id: id } = await of('colours', colour);
      await give(id, { label: 'blue' });
      await give(id, { label });
    }
    const { prediction_id: id } = await of('colours', '#0000fb');
    await give(id, { correct: true });
    const all = await accuracy('colours');
    expect(all).toMatchObject({
      model: 'colours',
      versions: [{ version: '1', feedback: 5, judged: 5, correct: 4, accuracy: 0.8, errors: [] }],
    });
    expect(all.versions[0].interval.low).toBeCloseTo(0.3755, 3);
    expect(all.versions[0].interval.high).toBeCloseTo(0.9638, 3);
    expect(all.versions[0].confusion).toEqual([
      { expected: 'red', predicted: 'red', count: 2 },
      { expected: 'blue', predicted: 'red', count: 1 },
      { expected: 'green', predicted: 'green', count: 1 },
    ]);
    expect((await accuracy('colours', 'version=2')).versions).toEqual([]);
    expect(
      (await accuracy('colours', `to=${new Date(Date.now() - 3600_000).toISOString()}`)).versions,
    ).toEqual([]);
  });

  it('measures true numbers, and lies in the month of the prediction', async () => {
    const first = await of('brightness', '#640000');
    const second = await of('brightness', '#c80000');
    await give(first.prediction_id, { values: { red: value(first) - 2 } });
    const answer = await give(second.prediction_id, { values: { red: value(second) + 1, green: 0 } });
    expect(answer.body.errors.red).toBeCloseTo(-1, 6);
    const [{ errors, judged, accuracy: share }] = (await accuracy('brightness')).versions;
    expect([judged, share]).toEqual([0, null]);
    const red = errors.find((each: any) => each.name === 'red');
    expect(red.count).toBe(2);
    expect(red.mean_absolute_error).toBeCloseTo(1.5, 6);
    expect(red.mean_error).toBeCloseTo(0.5, 6);
    expect(red.root_mean_square_error).toBeCloseTo(Math.sqrt(2.5), 6);
    const { rows } = await query(
      database.url,
      'SELECT DISTINCT tableoid::regclass::text AS name FROM prediction_feedback',
    );
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    expect(rows).toEqual([{ name: `prediction_feedback_${month}` }]);
  });

  it('refuses what the model cannot answer, naming what it can', async () => {
    const { prediction_id: id } = await of('colours', '#f80000');
    const wrong = await give(id, { label: 'gren' });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(wrong.body.error.message).toMatch(
      /no label 'gren'; did you mean 'green'\? Its labels: red, green, blue/,
    );
    const failed = await predict(server.url, 'colours', {
      bytes: (await solid('#010203')).subarray(0, 60),
      name: 'a.png',
    });
    expect(failed.status).toBe(400);
    for (const body of [
      {},
      { correct: true, label: 'red' },
      { values: { red: 1 } },
      { correct: 'yes' },
      { rating: 5 },
    ]) {
      expect((await give(id, body)).status).toBe(400);
    }
    const unknown = await give('01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f', { correct: true });
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'PREDICTION_NOT_FOUND']);
    expect((await predictJson(server.url, 'none', {})).status).toBe(404);
    const none = await send(`${server.url}/v1/models/none/accuracy`);
    expect([none.status, none.body.error.code]).toEqual([404, 'MODEL_NOT_FOUND']);
  });
});
