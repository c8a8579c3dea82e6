import sharp from 'sharp';

import { createSibylClient, predictFiles, type SibylClient } from '../client/src/index.js';
import { startServer, type RunningServer } from './support/server.js';

/** The generated client against the real server with its starter model: types and wire agree. */
describe('TypeScript client', () => {
  let server: RunningServer;
  let client: SibylClient;
  let picture: File;

  beforeAll(async () => {
    server = await startServer();
    await server.waitUntilReady();
    client = createSibylClient({ baseUrl: `${server.url}/` });
    const pixels = { width: 320, height: 240, channels: 3 as const, background: '#6a8f3c' };
    const png = await sharp({ create: pixels }).png().toBuffer();
    picture = new File([Uint8Array.from(png)], 'meadow.png', { type: 'image/png' });
  }, 60_000);

  afterAll(() => server?.stop());

  it('lists the models', async () => {
    const { data } = await client.GET('/v1/models');
    expect(data?.models.map((model) => model.name)).toContain('hazard-detector');
  });

  it('predicts on one file', async () => {
    const { data, error, response } = await predictFiles(client, 'hazard-detector', picture, {
      fields: { score_threshold: 0.5, labels: ['traffic_cone', 'ghs_diamond'] },
    });
    expect(error).toBeUndefined();
    expect(response.headers.get('x-cache')).toBe('MISS');
    if (data === undefined || 'items' in data) throw new Error('One file is answered by one prediction.');
    expect(data.model.name).toBe('hazard-detector');
    expect(data.task).toBe('object-detection');
  });

  it('predicts on several files with one version, in their order', async () => {
    const named = { content: new Blob([await picture.arrayBuffer()]), name: 'again.png' };
    const broken = new File(['not a picture'], 'broken.png', { type: 'image/png' });
    const { data } = await predictFiles(client, 'hazard-detector', [named, broken], { version: 1 });
    if (data === undefined || !('items' in data)) throw new Error('Several files are answered by a list.');
    expect(data).toMatchObject({ succeeded: 1, failed: 1 });
    expect(data.items).toHaveLength(2);
  });

  it('gives an error of the service as a value', async () => {
    const { data, error, response } = await predictFiles(client, 'no-such-model', picture);
    expect(response.status).toBe(404);
    expect(data).toBeUndefined();
    expect(error?.error.code).toBe('MODEL_NOT_FOUND');
  });
});
