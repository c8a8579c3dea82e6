import { send } from './support/http.js';
import { startSmallServer } from './support/small-server.js';

describe('/v1/models', () => {
  let server: Awaited<ReturnType<typeof startSmallServer>>;

  beforeAll(async () => {
    server = await startSmallServer();
  });

  afterAll(() => server?.stop());

  it('lists what is served', async () => {
    const { body } = await send(`${server.url}/v1/models`);
    expect(body.skipped).toEqual([]);
    expect(body.models.map((model: any) => [model.name, model.task, model.default_version])).toEqual([
      ['colours', 'image-classification', '1'],
      ['echo', 'tensor', '1'],
      ['hazard-detector', 'object-detection', '2'],
    ]);
  });

  it('explains each value of a manifest by its origin', async () => {
    const { body } = await send(`${server.url}/v1/models/colours`);
    const [version] = body.versions;
    expect(version).toMatchObject({ num_classes: 3, state: 'ready', inputs: [{ datatype: 'float32' }] });
    expect(version.manifest.input.scale).toMatchObject({ value: 0.05, origin: 'declared' });
    expect(version.manifest.input.layout).toMatchObject({ value: 'NCHW', origin: 'derived' });
  });

  it('shows executors, queue, pool and cache', async () => {
    const { body } = await send(`${server.url}/v1/models/colours/status`);
    expect(body.versions[0]).toMatchObject({ state: 'ready', waiting: 0, running: 0, restarts: 0 });
    expect(body.versions[0].executors[0]).toMatchObject({ state: 'idle', pid: expect.any(Number) });
    expect(body.pool).toMatchObject({ max: 50 });
    expect(body.cache).toEqual({ store: 'redis', state: 'up' });
  });
});
