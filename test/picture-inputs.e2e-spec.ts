import sharp from 'sharp';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { singlePictureDetector, sizedDetector } from './fixtures/sized-detectors.js';
import { predict, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const MODELS: Record<string, Record<string, string | Uint8Array>> = {
  sized: { '1/model.onnx': sizedDetector() },
  single: {
    '1/model.onnx': singlePictureDetector(),
    'model.yaml': `
labels: [thing]
input: {size: 8, constants: {least: 0.75}}
output: {decoder: end2end, background: first, box_units: pixels}
`,
  },
  four: {
    '1/model.onnx': channelMeanClassifier({ batch: 4, channels: 3, height: 8, width: 8 }),
    'model.yaml': 'input: {scale: 0.00392156862745098, mean: 0, std: 1}\noutput: {names: [red, green, blue]}',
  },
  unsaid: { '1/model.onnx': singlePictureDetector(), 'model.yaml': 'input: {size: 8}' },
};

const grey = async (value: number, width: number, height: number) => ({
  bytes: await sharp({
    create: { width, height, channels: 3, background: { r: value, g: value, b: value } },
  })
    .png()
    .toBuffer(),
  name: 'a.png',
});

describe('inputs of a graph beside the picture', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(Object.entries(MODELS).map(([name, files]) => ({ name, files })));
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('get what their names tell, for every picture of a batch', async () => {
    const pictures = [await grey(255, 32, 32), await grey(153, 64, 16)];
    const { body } = await predict(server.url, 'sized', pictures);
    expect(body.items.map((item: any) => item.prediction.result.detections)).toEqual([
      [{ label: 'class_1', class_id: 1, score: 1, box: { x: 0, y: 8, width: 8, height: 16 } }],
      [{ label: 'class_1', class_id: 1, score: 0.6, box: { x: 0, y: 4, width: 16, height: 8 } }],
    ]);
  });

  it('are shown with what they get, and leave batching on', async () => {
    const { body } = await send<any>(`${server.url}/v1/models/sized`);
    const [{ manifest, notes }] = body.versions;
    expect(manifest.input.constants).toMatchObject({
      value: { orig_target_sizes: [8, 8] },
      origin: 'derived',
    });
    expect(notes).toEqual([]);
  });

  it('get what the manifest says, beside a picture without a batch', async () => {
    const { status, body } = await predict(server.url, 'single', await grey(128, 32, 32));
    expect({ status, result: body.result }).toEqual({
      status: 200,
      result: {
        detections: [{ label: 'thing', class_id: 0, score: 0.75, box: { x: 0, y: 8, width: 8, height: 16 } }],
        image: { width: 32, height: 32 },
      },
    });
  });

  it('may have room for several pictures, of which some stay empty', async () => {
    const red = async (...values: number[]) => {
      const pictures = await Promise.all(values.map((value) => grey(value, 16, 16)));
      const { body } = await predict(server.url, 'four', pictures);
      return body.items.map((item: any) => item.prediction.result.values[0].value);
    };
    expect(await red(255, 51)).toEqual([1, expect.closeTo(0.2, 5)]);
    expect(await red(0, 102, 153, 204, 255, 51)).toEqual(
      [0, 0.4, 0.6, 0.8, 1, 0.2].map((value) => expect.closeTo(value, 5)),
    );
    const { body } = await send<any>(`${server.url}/v1/models/four`);
    expect(body.versions[0].manifest.execution.max_batch).toMatchObject({ value: 4, origin: 'derived' });
  });

  it('of which nothing is known are asked for', async () => {
    const { status, body } = await predict(server.url, 'unsaid', await grey(128, 32, 32));
    expect(status).toBe(503);
    expect(body.error.message).toContain(
      "input.constants: a picture fills 'image' only; declare input.constants with what 'least' float32[] gets",
    );
  });
});
