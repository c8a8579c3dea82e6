import sharp from 'sharp';

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

  it('of which nothing is known are asked for', async () => {
    const { status, body } = await predict(server.url, 'unsaid', await grey(128, 32, 32));
    expect(status).toBe(503);
    expect(body.error.message).toContain(
      "input.constants: a picture fills 'image' only; declare input.constants with what 'least' float32[] gets",
    );
  });
});
