import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import sharp from 'sharp';

import { CELL_DETECTOR, cellDetector } from './fixtures/cell-detector.js';
import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { COLOURS, part, png, SCENE } from './support/composed-server.js';
import { predict, send, type UploadFile } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { STARTER } from './support/small-server.js';

const corridor = { bytes: readFileSync(join(STARTER, 'samples/corridor.jpg')), name: 'corridor.jpg' };

/** Left half red 250, right half green 200; 32 x 16. */
async function halves(): Promise<UploadFile> {
  const data = Buffer.alloc(32 * 16 * 3);
  for (let pixel = 0; pixel < 32 * 16; pixel += 1) {
    data.set(pixel % 32 < 16 ? [250, 0, 0] : [0, 200, 0], pixel * 3);
  }
  const bytes = await sharp(data, { raw: { width: 32, height: 16, channels: 3 } })
    .png()
    .toBuffer();
  return { bytes, name: 'halves.png' };
}

const pixelsOf = (bytes: Uint8Array) =>
  sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });

function debug(
  url: string,
  model: string,
  files: UploadFile | UploadFile[],
  accept = 'application/json',
  fields = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  for (const { bytes, name } of [files].flat()) form.append('file', new Blob([Uint8Array.from(bytes)]), name);
  return send(`${url}/v1/models/${model}/predict?debug=preprocess`, {
    method: 'POST',
    body: form,
    headers: { accept },
  });
}

describe('?debug=preprocess', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    const classifier = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
    modelDir = makeModelDir([
      {
        name: 'means',
        files: {
          'model.yaml':
            'input: {color: BGR, fit: letterbox, pad: 50, scale: 1, mean: [10, 20, 30], std: [2, 4, 50]}\n',
          '1/model.onnx': classifier,
        },
      },
      { name: 'cells', files: { 'model.yaml': CELL_DETECTOR, '1/model.onnx': cellDetector() } },
      {
        name: 'largest',
        files: { 'model.yaml': `${COLOURS}region: {model: cells, label: red}\n`, '1/model.onnx': classifier },
      },
      { name: 'colours', files: { 'model.yaml': COLOURS, '1/model.onnx': classifier } },
      { name: 'echo', files: { '1/model.onnx': identityModel('float32', ['n']) } },
      { name: 'hazard-detector', files: { '.': { copyOf: STARTER } } },
    ]);
    const env = { DEBUG_PREPROCESS: 'true', DATABASE_MODE: 'off' };
    server = await startServer({ modelDir, env });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('shows the tensor in numbers', async () => {
    const { status, headers, body } = await debug(server.url, 'means', await halves());
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      model: { name: 'means', version: '1' },
      image: { width: 32, height: 16 },
      region: null,
      // 32 x 16 in 16 x 16: half as large, four rows of border above and below.
      placement: { scale_x: 0.5, scale_y: 0.5, offset_x: 0, offset_y: 4 },
      input: { color: 'BGR', fit: 'letterbox', pad: 50, scale: 1, mean: [10, 20, 30], std: [2, 4, 50] },
      tensor: { name: 'image', datatype: 'float32', shape: [1, 3, 16, 16], layout: 'NCHW' },
    });
    const [blue, green, red] = body.tensor.channels;
    expect(blue).toMatchObject({ channel: 'blue', min: -5, max: 20, mean: 7.5, std: 12.5 });
    expect(green).toMatchObject({ channel: 'green', min: -5, max: 45 });
    // Half border (50), a quarter red, a quarter black: ((50 - 30) * 2 + (250 - 30) + (0 - 30)) / 4 / 50.
    expect(red.channel).toBe('red');
    expect(red.mean).toBeCloseTo(1.15, 5);
    expect(body.tensor.first_values).toEqual(Array(16).fill(20));
  });

  it('shows the picture that the tensor is, as data URL and as PNG', async () => {
    const { body } = await debug(server.url, 'means', await halves());
    const { headers, bytes } = await debug(server.url, 'means', await halves(), 'image/png');
    expect(headers.get('content-type')).toBe('image/png');
    expect(body.picture.data_url).toBe(`data:image/png;base64,${bytes.toString('base64')}`);
    const { data, info } = await pixelsOf(bytes);
    expect([info.width, info.height]).toEqual([16, 16]);
    const pixel = (x: number, y: number) => [...data.subarray((y * 16 + x) * 3, (y * 16 + x) * 3 + 3)];
    expect([pixel(0, 0), pixel(15, 15)]).toEqual([
      [50, 50, 50],
      [50, 50, 50],
    ]);
    expect([pixel(2, 8), pixel(13, 8)]).toEqual([
      [250, 0, 0],
      [0, 200, 0],
    ]);
  });

  it('is what the model is fed: the answer follows from the numbers', async () => {
    const { body } = await debug(server.url, 'means', await halves());
    const prediction = await predict(server.url, 'means', await halves(), { top_k: 3 });
    const means = body.tensor.channels.map(({ mean }: { mean: number }) => mean);
    const sum = means.reduce((total: number, mean: number) => total + Math.exp(mean), 0);
    for (const { class_id: channel, score } of prediction.body.result.classes) {
      expect(score).toBeCloseTo(Math.exp(means[channel]) / sum, 4);
    }
  });

  it('works for one version of a detector, and for base64 in JSON', async () => {
    const { status, body } = await send(
      `${server.url}/v1/models/hazard-detector/versions/1/predict?debug=preprocess`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ image: corridor.bytes.toString('base64'), score_threshold: 0.5 }),
      },
    );
    expect(status).toBe(200);
    expect(body.placement).toEqual({ scale_x: 0.5, scale_y: 0.5, offset_x: 0, offset_y: 40 });
    expect(body.tensor.shape).toEqual([1, 3, 320, 320]);
    for (const { min, max } of body.tensor.channels) {
      expect(min).toBeGreaterThanOrEqual(0);
      expect(max).toBeLessThanOrEqual(1);
    }
  });

  it('shows the region that a model looks at', async () => {
    const scene = await png(SCENE);
    const { status, body } = await debug(server.url, 'largest', { bytes: scene, name: 'scene.png' });
    expect(status).toBe(200);
    expect(body.region).toEqual({ x: 10, y: 20, width: 10, height: 10 });
    const cut = await part(scene, 10, 20, 10, 10);
    const alone = await debug(server.url, 'colours', { bytes: cut, name: 'part.png' });
    expect(body.picture).toEqual(alone.body.picture);
    expect(body.tensor).toEqual(alone.body.tensor);
    const black = await png([]);
    const none = await debug(server.url, 'largest', { bytes: black, name: 'black.png' });
    expect(none.body.error.code).toBe('REGION_NOT_FOUND');
  });

  it('refuses another kind of debugging', async () => {
    const { status, body } = await send(`${server.url}/v1/models/means/predict?debug=all`, {
      method: 'POST',
    });
    expect(status).toBe(400);
    expect(body.error.message).toBe(`debug: must be 'preprocess'; got "all"`);
  });

  it.each([
    [
      'a model of tensors',
      'echo',
      1,
      {},
      400,
      /^debug: shows what a model of pictures sees; 'echo' is of task tensor$/,
    ],
    ['two pictures', 'means', 2, {}, 400, /expected one picture to look at/],
    ['no picture', 'means', 0, {}, 400, /expected one picture to look at/],
    ['an unknown option', 'means', 1, { colour: 'red' }, 400, /^colour: is not an option/],
  ])('refuses %s', async (_, model, count, fields, status, message) => {
    const picture = await halves();
    const answer = await debug(server.url, model, Array(count).fill(picture), undefined, fields);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(message);
  });

  it('refuses a broken picture as a prediction does', async () => {
    const { bytes } = await halves();
    const { status, body } = await debug(server.url, 'means', {
      bytes: bytes.subarray(0, 60),
      name: 'half.png',
    });
    expect(status).toBe(400);
    expect(body.error.code).toBe('UNDECODABLE_IMAGE');
  });

  it('is not answered as what it is not', async () => {
    const { status, body } = await debug(server.url, 'means', await halves(), 'image/jpeg');
    expect(status).toBe(406);
    expect(body.error.message).toContain('application/json, image/png');
  });
});

describe('?debug=preprocess without DEBUG_PREPROCESS', () => {
  it('is refused, naming the setting', async () => {
    const server = await startServer({ env: { DATABASE_MODE: 'off' } });
    try {
      await server.waitUntilReady();
      const { status, body } = await debug(server.url, 'hazard-detector', corridor);
      expect(status).toBe(403);
      expect(body.error).toMatchObject({
        code: 'DEBUG_OFF',
        message: 'debug=preprocess is off on this server; DEBUG_PREPROCESS=true switches it on',
      });
      expect((await predict(server.url, 'hazard-detector', corridor)).status).toBe(200);
    } finally {
      await server.stop();
    }
  });
});
