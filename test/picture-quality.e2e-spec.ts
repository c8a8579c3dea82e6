import sharp, { type Sharp } from 'sharp';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { predict, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { infer } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

/** Names the channel with the highest mean; scaled so that all but grey is sure. */
const COLOURS = `
notice: A toy that knows three colours
labels: [red, green, blue]
input: {size: 64, mean: 0, std: 1, scale: 0.2}
confidence:
  high: 0.8
  medium: 0.5
  retake_message: Show one colour alone.
`;
const LIMITS = `
  quality:
    min_shorter_side: 40
    max_dark: 0.9
    max_bright: 0.6
    min_sharpness: 20
    min_subject: 0.05
    messages: {blurred: Hold still., subject_too_small: Go closer.}
`;

const plain = (width: number, height: number, background: string) => ({
  create: { width, height, channels: 3 as const, background },
});

/** A green square of so many pixels on brown, 120 x 120, with stripes on it so that there is something to be sharp. */
async function leaf(side: number, change: (image: Sharp) => Sharp = (same) => same) {
  const corner = Math.floor((120 - side) / 2);
  const stripes = Array.from({ length: Math.floor(side / 4) }, (_, row) => ({
    input: plain(side, 2, '#083'),
    left: corner,
    top: corner + row * 4,
  }));
  // No SVG: a file run before this one in the same process may have loaded the decoder, which shuts that door for all of it.
  const placed = await sharp(plain(120, 120, '#665'))
    .composite([{ input: plain(side, side, '#0c4'), left: corner, top: corner }, ...stripes])
    .png()
    .toBuffer();
  return change(sharp(placed)).png().toBuffer();
}

describe('confidence.quality', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    const model = channelMeanClassifier({ batch: 'n', channels: 3, height: 64, width: 64 });
    modelDir = makeModelDir([
      { name: 'strict', files: { 'model.yaml': COLOURS + LIMITS, '1/model.onnx': model } },
      { name: 'measured', files: { 'model.yaml': `${COLOURS}  quality: {}\n`, '1/model.onnx': model } },
      { name: 'plain', files: { 'model.yaml': COLOURS, '1/model.onnx': model } },
    ]);
    server = await startServer({ modelDir });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const ask = (model: string, picture: Buffer) =>
    predict(server.url, model, { bytes: picture, name: 'leaf.png' });

  it.each<[string, number, (image: Sharp) => Sharp, string[], string, string | null]>([
    ['a good picture', 80, (image) => image, [], 'HIGH', null],
    ['a blurred one', 80, (image) => image.blur(6), ['blurred'], 'MEDIUM', 'Hold still.'],
    [
      'one from far away, with the message of the manifest',
      16,
      (image) => image,
      ['subject_too_small'],
      'LOW',
      'Go closer.',
    ],
    [
      'one in the dark: each fault is a step, and a sentence',
      80,
      (image) => image.linear(0.12, 0).blur(4),
      ['underexposed', 'blurred'],
      'LOW',
      'The picture is too dark: take it in better light. Hold still.',
    ],
    [
      'a small one',
      80,
      (image) => image.resize(39, 39),
      ['too_small'],
      'MEDIUM',
      'The picture has too few pixels: send a larger one.',
    ],
  ])('%s', async (_what, side, change, faults, status, message) => {
    const { status: code, body } = await ask('strict', await leaf(side, change));
    expect(code).toBe(200);
    expect(body.result.quality.faults).toEqual(faults);
    expect(body.confidence_status).toBe(status);
    expect(body.retake_message).toBe(message);
  });

  it('measures and judges nothing without limits', async () => {
    const { body } = await ask('measured', await leaf(80, (image) => image.blur(6)));
    expect(body.result.quality).toEqual({
      sharpness: expect.any(Number),
      dark: 0,
      bright: 0,
      subject: expect.closeTo(0.44, 1),
      shorter_side: 120,
      faults: [],
    });
    expect(body).toMatchObject({ confidence_status: 'HIGH', retake_message: null });
  });

  it('is off unless the manifest asks for it', async () => {
    const { body } = await ask('plain', await leaf(80));
    expect(body.result).not.toHaveProperty('quality');
  });

  it('says the same from the cache, in the history and under /v2', async () => {
    const picture = await leaf(80, (image) => image.blur(5));
    const first = await ask('strict', picture);
    const again = await ask('strict', picture);
    expect(first.body.result.quality.faults).toEqual(['blurred']);
    expect(again.body).toMatchObject({
      cached: true,
      result: first.body.result,
      confidence_status: first.body.confidence_status,
      retake_message: 'Hold still.',
      model: first.body.model,
    });
    const data = [picture.toString('base64')];
    const inputs = [{ name: 'image', shape: [1], datatype: 'BYTES', data }];
    const { body } = await infer(server.url, 'strict', { inputs });
    expect(JSON.parse(body.outputs[0].data[0])).toEqual(first.body.result);
    expect(body.parameters).toMatchObject({
      cached: true,
      confidence_status: first.body.confidence_status,
      retake_message: 'Hold still.',
      notice: 'A toy that knows three colours',
    });
  });

  it('puts the notice of the manifest into the answer and into what is said of the model', async () => {
    const { body } = await ask('plain', await leaf(80));
    expect(body.model).toEqual({
      name: 'plain',
      version: '1',
      digest: expect.any(String),
      notice: 'A toy that knows three colours',
    });
    const info = await send(`${server.url}/v1/models/plain`);
    expect(info.body.notice).toBe('A toy that knows three colours');
  });
});
