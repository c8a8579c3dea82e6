import sharp from 'sharp';

import { sameAnswerModel } from './fixtures/sided-models.js';
import { predict } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

/** A leaf that is the whole picture, with a mask of its left half. Taken for a score, the last number would make it something else. */
const LEAF = [4, 4, 8, 8, 0.9, 0, 0, 1, 5];
const segmenter = sameAnswerModel([1, 14, 9], [...LEAF, ...Array<number>(13 * 9).fill(0)], {
  metadata: { task: 'segment', names: "{0: 'leaf', 1: 'spot', 2: 'pot'}", stride: '32', imgsz: '[8, 8]' },
  more: [{ name: 'maps', dims: [1, 2, 2, 2], numbers: [1, -1, 1, -1, 0, 0, 0, 0] }],
});

/** The same without masks. */
const boxes = sameAnswerModel([1, 14, 7], [...LEAF.slice(0, 7), ...Array<number>(13 * 7).fill(0)], {
  metadata: { task: 'detect', names: "{0: 'leaf', 1: 'spot', 2: 'pot'}", stride: '32', imgsz: '[8, 8]' },
});

const white = (): Promise<Buffer> =>
  sharp({ create: { width: 32, height: 32, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();

describe('masks of segmenters', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      { name: 'segmenter', files: { '1/model.onnx': segmenter } },
      {
        name: 'segmenter-usual',
        files: { '1/model.onnx': segmenter, 'model.yaml': 'output: {masks: true}' },
      },
      { name: 'boxes', files: { '1/model.onnx': boxes } },
    ]);
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  async function answer(model: string, fields: Record<string, string> = {}) {
    const { status, body } = await predict(
      server.url,
      model,
      { bytes: await white(), name: 'a.png' },
      fields,
    );
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body;
  }

  const leaf = { label: 'leaf', score: 0.9, box: { x: 0, y: 0, width: 32, height: 32 } };
  /** 16 of 32 columns, as pycocotools packs them. */
  const mask = { size: [32, 32], counts: '0P`0P`0' };

  it('are in the answer where they are asked for, and no coefficient is taken for a class', async () => {
    const { result } = await answer('segmenter');
    expect(result.detections).toEqual([expect.objectContaining(leaf)]);
    expect(result.detections[0]).not.toHaveProperty('mask');
    const asked = await answer('segmenter', { masks: 'true' });
    expect(asked.result.detections).toEqual([expect.objectContaining({ ...leaf, mask })]);
  });

  it('are there as the manifest says, unless a request says otherwise', async () => {
    const { result } = await answer('segmenter-usual');
    expect(result.detections[0].mask).toEqual(mask);
    const asked = await answer('segmenter-usual', { masks: 'false' });
    expect(asked.result.detections[0]).not.toHaveProperty('mask');
  });

  it('are drawn over the picture', async () => {
    const picture = { bytes: await white(), name: 'a.png' };
    const { bytes } = await predict(
      server.url,
      'segmenter',
      picture,
      { masks: 'true' },
      { accept: 'image/png' },
    );
    const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number): number[] => [
      ...data.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3),
    ];
    expect(pixel(24, 28)).toEqual([255, 255, 255]);
    expect(pixel(8, 28)).not.toEqual([255, 255, 255]);
  });

  it('are refused of a model that has none', async () => {
    const picture = { bytes: await white(), name: 'a.png' };
    const { status, body } = await predict(server.url, 'boxes', picture, { masks: 'true' });
    expect([status, body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.error.message).toContain('masks: is not an option of object-detection');
  });
});
