import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { predict, predictJson, send } from './support/http.js';
import { acceptancePath, describeWithAcceptance } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

/** Somebody drops these into an empty folder and starts the server. */
const FILES = [
  '1-detection/yolo11n_int8.onnx',
  '1-detection/road_anomaly_yolov8n_320_int8.onnx',
  '2-classification/mnist.onnx',
  '5-tabular/lightgbm.onnx',
];

interface Described {
  versions: [
    {
      task: string;
      state: string;
      labels: { name: string }[];
      inputs: { name: string; datatype: string; shape: (number | string)[] }[];
      manifest: Record<string, Record<string, { value: unknown; origin: string; note?: string }>>;
    },
  ];
}

describeWithAcceptance('a folder of real models without any manifest', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = mkdtempSync(join(tmpdir(), 'sibyl-models-'));
    for (const file of FILES) cpSync(acceptancePath(`models/${file}`), join(modelDir, basename(file)));
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(modelDir, { recursive: true, force: true });
  });

  async function labelsIn(model: string, image: string): Promise<string[]> {
    const bytes = readFileSync(acceptancePath(image));
    const { status, body } = await predict(server.url, model, { bytes, name: image });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body.result.detections.map(({ label }: { label: string }) => label);
  }

  it('finds the bus and the four persons', async () => {
    const labels = await labelsIn('yolo11n_int8', 'images/photos/bus.jpg');
    expect(labels.filter((label) => label === 'person')).toHaveLength(4);
    expect(labels.filter((label) => label === 'bus')).toHaveLength(1);
  });

  it.each([
    ['images/road/khushi_SB__114.jpg', ['Obstacle', 'Obstacle', 'Obstacle']],
    ['images/photos/bus.jpg', []],
  ])('finds on %s what its makers computed', async (image, labels) => {
    expect(await labelsIn('road_anomaly_yolov8n_320_int8', image)).toEqual(labels);
  });

  it('says of a classifier without names what it has guessed', async () => {
    const { body } = await send<Described>(`${server.url}/v1/models/mnist`);
    const [version] = body.versions;
    expect(version).toMatchObject({ task: 'image-classification', state: 'ready' });
    expect(version.labels).toHaveLength(10);
    expect(version.manifest).toMatchObject({
      task: { origin: 'derived', note: 'a picture goes in and 10 values come out' },
      labels: { origin: 'default', note: expect.stringContaining('numbered') },
      input: {
        size: { value: [28, 28], origin: 'derived' },
        color: { value: 'GRAY', origin: 'derived' },
        scale: { origin: 'default', note: expect.stringContaining('check with the makers') },
      },
      output: { activation: { value: 'softmax', origin: 'derived' } },
    });
  });

  it('takes a table of numbers for one, with the ZipMap at its end taken out', async () => {
    const { body } = await send<Described>(`${server.url}/v1/models/lightgbm`);
    const [version] = body.versions;
    expect(version).toMatchObject({ state: 'ready', task: 'tabular' });
    expect(JSON.stringify(version)).toContain('ZipMap');
    const { body: answer } = await predictJson(server.url, 'lightgbm', { row: [5.8, 2.8] });
    expect(answer.result).toMatchObject({ label: '1', classes: [{ label: '1', score: 0.409048 }, {}, {}] });
    expect(version.inputs).toEqual([{ name: 'input', datatype: 'float32', shape: expect.any(Array) }]);
  });

  it.each([
    ['images/mnist/3.png', 3],
    ['images/mnist/7.png', 7],
  ])('reads the digit of %s all the same: the guess is a good one', async (image, digit) => {
    const bytes = readFileSync(acceptancePath(image));
    const { body } = await predict(server.url, 'mnist', { bytes, name: image });
    expect(body.result.classes[0].class_id).toBe(digit);
  });
});
