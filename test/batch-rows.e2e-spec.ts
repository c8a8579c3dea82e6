import { send } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

describeWithAcceptance('rows in POST /v1/models/{model}/predict/batch', () => {
  let server: RunningServer;
  let modelDir: string;

  const ask = (path: string, body: unknown) =>
    send(`${server.url}/v1/models/iris/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  beforeAll(async () => {
    const model = acceptancePath('models/5-tabular/logreg_iris_zipmap.onnx');
    modelDir = makeModelDir([{ name: 'iris', files: { '1/model.onnx': { copyOf: model } } }]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', MAX_BATCH_ROWS: '300' } });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('answers more than /predict takes, and fails one by one', async () => {
    const rows: unknown[] = Array.from({ length: 299 }, (_, i) => [5 + (i % 20) / 10, 1 + i / 60]);
    rows.push(['a text', 1]);
    const { status, body } = await ask('predict/batch', { rows });
    expect([status, body.succeeded, body.failed]).toEqual([200, 299, 1]);
    expect(body.items[299]).toMatchObject({ filename: 'rows[299]', error: { code: 'VALIDATION_FAILED' } });
    const single = await ask('predict', { row: rows[123] });
    expect(body.items[123].prediction.result).toEqual(single.body.result);
  });

  it('refuses more rows than it takes, and pictures', async () => {
    const many = await ask('predict/batch', { rows: Array.from({ length: 301 }, () => [5, 1]) });
    expect([many.status, many.body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await ask('predict/batch', { images: ['AAAA'] })).body.error.code).toBe('NO_INPUT');
  });
});
