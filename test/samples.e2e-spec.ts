import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { solid } from './support/small-server.js';

describe('the samples of a model', () => {
  let modelDir: string;
  let server: RunningServer;
  let red: Buffer;

  beforeAll(async () => {
    red = await solid('#f00', 'jpeg');
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: {
          'model.yaml': 'labels: [red, green, blue]\ninput: {size: 16}\n',
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
          'samples/red one.JPG': red,
          'samples/ask.json': '{"row": {"a": 1}}',
          'samples/expected.json': '{"pictures": {}}',
          'samples/broken.json': '{"row": ',
          'samples/page.html': '<script>alert(1)</script>',
          'samples/empty.png': '',
          'samples/.hidden.png': red,
          'samples/deeper/green.png': red,
        },
      },
      { name: 'bare', files: { '1/model.onnx': identityModel('float32', [1]) } },
    ]);
    symlinkSync(join(modelDir, 'colours', 'model.yaml'), join(modelDir, 'colours', 'samples', 'link.json'));
    symlinkSync('/etc/hostname', join(modelDir, 'colours', 'samples', 'link.png'));
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady();
  });
  afterAll(async () => {
    await server.stop();
    removeModelDir(modelDir);
  });

  const samples = (name: string): string => `${server.url}/v1/models/${name}/samples`;

  it('are the pictures, videos and requests in its folder: no links, pages or other files', async () => {
    const { status, body } = await send(samples('colours'));
    expect([status, body]).toEqual([
      200,
      {
        samples: [
          { name: 'ask.json', media_type: 'application/json', size_bytes: 17 },
          { name: 'red one.JPG', media_type: 'image/jpeg', size_bytes: red.length },
        ],
      },
    ]);
    expect((await send(samples('bare'))).body).toEqual({ samples: [] });
  });

  it('are answered as they lie there', async () => {
    const response = await fetch(`${samples('colours')}/${encodeURIComponent('red one.JPG')}`);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(red);
    expect((await send(`${samples('colours')}/ask.json`)).body).toEqual({ row: { a: 1 } });
  });

  it.each([
    'link.png',
    'link.json',
    'page.html',
    'expected.json',
    '../model.yaml',
    'deeper/green.png',
    '%00',
  ])('do not hold %s', async (name) => {
    const { status, body } = await send(`${samples('colours')}/${encodeURIComponent(name)}`);
    expect([status, body.error.code]).toEqual([404, 'SAMPLE_NOT_FOUND']);
    expect(body.error.message).toContain('samples: ask.json, red one.JPG');
  });

  it('are those of a model that there is', async () => {
    const { status, body } = await send(`${samples('nobody')}/ask.json`);
    expect([status, body.error.code]).toEqual([404, 'MODEL_NOT_FOUND']);
  });
});
