/* eslint-disable max-lines -- one table of everything that can be wrong, to be read as a whole */
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';

import sharp from 'sharp';

import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { type Answer, predict, predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const LFS_POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;

describe('bad input', () => {
  let server: RunningServer;
  let modelDir: string;
  let png: Buffer;

  beforeAll(async () => {
    png = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: {
          'model.yaml': 'labels: [red, green, blue]\ninput: {size: 16}',
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
        },
      },
      { name: 'echo', files: { '1/model.onnx': identityModel('int8', [2, 'n']) } },
      {
        name: 'hazard',
        files: { '1/model.onnx': { copyOf: join(__dirname, '../models/hazard-detector/1/model.onnx') } },
      },
      {
        name: 'misdeclared',
        files: {
          'model.yaml': 'input:\n  color: RBG\noutputs: {}\n',
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
        },
      },
      { name: 'empty', files: { 'model.yaml': 'task: tensor\n' } },
      { name: 'pointer', files: { '1/model.onnx': LFS_POINTER } },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const form = (bytes: Uint8Array, name = 'a.png', fields: Record<string, string> = {}, model = 'colours') =>
    predict(server.url, model, { bytes, name }, fields);
  const post = (path: string, body: string, headers: Record<string, string>) =>
    send(server.url + path, { method: 'POST', body, headers });

  const cases: [string, () => Promise<Answer>, number, string, RegExp][] = [
    ['no file', () => predict(server.url, 'colours', []), 400, 'NO_INPUT', /a picture/],
    [
      'no body',
      () => send(`${server.url}/v1/models/colours/predict`, { method: 'POST' }),
      400,
      'NO_INPUT',
      /"image"/,
    ],
    ['an empty file', () => form(new Uint8Array(0)), 400, 'EMPTY_FILE', /'a\.png' is empty/],
    [
      'text named .jpg',
      () => form(Buffer.from('hello world, no picture'), 'a.jpg'),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      /jpeg, png, webp/,
    ],
    [
      'an SVG named .png',
      () => form(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      /svg/,
    ],
    [
      '11 MB',
      () => form(Buffer.concat([png, Buffer.alloc(11 << 20)])),
      413,
      'FILE_TOO_LARGE',
      /larger than 10 MB/,
    ],
    [
      '60 megapixels',
      async () => form(await blank(10_000, 6000)),
      413,
      'TOO_MANY_PIXELS',
      /10000 x 6000.*at most 40/,
    ],
    [
      'a truncated JPEG',
      async () => form(await truncatedJpeg(), 'a.jpg'),
      400,
      'UNDECODABLE_IMAGE',
      /JPEG.*ends too early/,
    ],
    [
      'an unknown model',
      () => form(png, 'a.png', {}, 'nope'),
      404,
      'MODEL_NOT_FOUND',
      /available models: colours/,
    ],
    [
      'an unknown version',
      () => form(png, 'a.png', {}, 'colours/versions/7'),
      404,
      'VERSION_NOT_FOUND',
      /available versions: 1/,
    ],
    [
      'an unknown field',
      () => form(png, 'a.png', { threshold: '1' }),
      400,
      'VALIDATION_FAILED',
      /threshold.*top_k/,
    ],
    [
      'a threshold of 2',
      () => form(png, 'a.png', { score_threshold: '2' }, 'hazard'),
      400,
      'VALIDATION_FAILED',
      /score_threshold.*1.*2/,
    ],
    [
      'an option of another task',
      () => form(png, 'a.png', { top_k: '1' }, 'hazard'),
      400,
      'VALIDATION_FAILED',
      /top_k.*score_threshold/,
    ],
    [
      'an unknown label',
      () => form(png, 'a.png', { labels: 'dragon' }, 'hazard'),
      400,
      'VALIDATION_FAILED',
      /dragon/,
    ],
    [
      'a broken manifest',
      () => form(png, 'a.png', {}, 'misdeclared'),
      503,
      'MODEL_NOT_READY',
      /RBG.*RGB, BGR, GRAY/,
    ],
    ['a missing ONNX file', () => form(png, 'a.png', {}, 'empty'), 503, 'MODEL_NOT_READY', /model\.onnx/],
    [
      'an LFS pointer as ONNX',
      () => form(png, 'a.png', {}, 'pointer'),
      503,
      'MODEL_NOT_READY',
      /git lfs pull/,
    ],
    [
      'broken JSON',
      () => post('/v1/models/colours/predict', '{"image":', { 'content-type': 'application/json' }),
      400,
      'MALFORMED_BODY',
      /JSON/,
    ],
    [
      'JSON that is no object',
      () => predictJson(server.url, 'colours', []),
      400,
      'VALIDATION_FAILED',
      /JSON object/,
    ],
    [
      'text that is not base64',
      () => predictJson(server.url, 'colours', { image: '%%%' }),
      400,
      'VALIDATION_FAILED',
      /base64/,
    ],
    [
      'another content type',
      () => post('/v1/models/colours/predict', 'x', { 'content-type': 'text/csv' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      /text\/csv/,
    ],
    [
      'a cut multipart stream',
      () =>
        post('/v1/models/colours/predict', '--b\r\ncontent-disposition: form-data; name="f', {
          'content-type': 'multipart/form-data; boundary=b',
        }),
      400,
      'MALFORMED_BODY',
      /multipart/,
    ],
    [
      'too many files',
      () =>
        predict(
          server.url,
          'colours',
          Array.from({ length: 17 }, () => ({ bytes: png, name: 'a.png' })),
        ),
      413,
      'PAYLOAD_TOO_LARGE',
      /16/,
    ],
    [
      'a long form field',
      () => form(png, 'a.png', { top_k: '1'.repeat(20_000) }),
      413,
      'PAYLOAD_TOO_LARGE',
      /top_k.*16 KB/,
    ],
    ['a picture for a model of tensors', () => form(png, 'a.png', {}, 'echo'), 400, 'NO_INPUT', /"inputs"/],
    [
      'a missing tensor',
      () => predictJson(server.url, 'echo', { inputs: [] }),
      400,
      'INVALID_TENSOR',
      /'x' expects int8\[2, n\]/,
    ],
    [
      'a tensor of another name',
      () => tensor({ name: 'z', shape: [2, 1], data: [1, 2] }),
      400,
      'INVALID_TENSOR',
      /'z' expects one of the names x/,
    ],
    [
      'a tensor of another shape',
      () => tensor({ name: 'x', shape: [3, 1], data: [1, 2, 3] }),
      400,
      'INVALID_TENSOR',
      /int8\[2, n\]; got shape \[3, 1\]/,
    ],
    [
      'too few values',
      () => tensor({ name: 'x', shape: [2, 2], data: [1, 2, 3] }),
      400,
      'INVALID_TENSOR',
      /4 values.*got 3/,
    ],
    [
      'a value out of range',
      () => tensor({ name: 'x', shape: [2, 1], data: [1, 200] }),
      400,
      'INVALID_TENSOR',
      /-128 to 127 at position 1.*200/,
    ],
    [
      'a timeout that is no number',
      () =>
        predict(server.url, 'colours', { bytes: png, name: 'a.png' }, {}, { 'x-request-timeout-ms': 'soon' }),
      400,
      'VALIDATION_FAILED',
      /x-request-timeout-ms.*soon/,
    ],
    ['an unknown route', () => send(`${server.url}/v1/nothing`), 404, 'NOT_FOUND', /GET \/v1\/nothing/],
    [
      'a history that is switched off',
      () => send(`${server.url}/v1/predictions`),
      503,
      'HISTORY_UNAVAILABLE',
      /switched off/,
    ],
  ];

  const tensor = (input: unknown) => predictJson(server.url, 'echo', { inputs: [input] });

  it.each(cases)(
    '%s is answered with its own code and what would have been right',
    async (_, act, status, code, message) => {
      const { status: got, body, headers } = await act();
      expect({ status: got, code: body.error?.code }).toEqual({ status, code });
      expect(body.error.message).toMatch(message);
      expect(body.error.request_id).toBe(headers.get('x-request-id'));
      expect(JSON.stringify(body)).not.toMatch(
        /node_modules|\/src\/|\.[jt]s:\d|vips|onnxruntime|at [A-Z]\w+\./,
      );
      expect(JSON.stringify(body)).not.toContain(modelDir);
    },
  );

  it('goes on answering after all of it', async () => {
    const { status } = await form(png);
    expect(status).toBe(200);
  });

  it('answers a request that is not HTTP with the same envelope', async () => {
    const { port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = httpRequest(
        { port, host: '127.0.0.1', path: '/v1/models', headers: { 'x-long': 'x'.repeat(40_000) } },
        (response) => {
          let text = '';
          response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
        },
      );
      socket.on('error', reject).end();
    });
    expect(JSON.parse(answer).error.code).toBe('HEADERS_TOO_LARGE');
  });

  it('answers as problem details when the client prefers them', async () => {
    const { body, headers } = await send(`${server.url}/v1/models/nope`, {
      headers: { accept: 'application/problem+json' },
    });
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ status: 404, code: 'MODEL_NOT_FOUND', instance: '/v1/models/nope' });
  });
});

async function blank(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#000' }, limitInputPixels: false })
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
}

async function truncatedJpeg(): Promise<Buffer> {
  const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) % 251));
  const jpeg = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
    .jpeg()
    .toBuffer();
  return jpeg.subarray(0, jpeg.length / 2);
}
