import { rmSync } from 'node:fs';

import { CELL_DETECTOR } from './fixtures/cell-detector.js';
import { classifier, COLOURS, ComposedServer, detector, png, SCENE } from './support/composed-server.js';

const needing = (name: string, region: string) => classifier(name, `${COLOURS}region: {${region}}\n`);

describe('a model that needs another one', () => {
  const app = new ComposedServer();
  let scene: Buffer;

  beforeAll(async () => {
    app.dir.lay({
      ...detector('cells'),
      ...classifier('colours', COLOURS),
      ...needing('largest', 'model: cells, label: red'),
      ...needing('no-detector', 'model: colours'),
      ...needing('no-model', 'model: later'),
      ...needing('no-version', 'model: cells, version: 7'),
      ...needing('chicken', 'model: egg'),
      ...needing('egg', 'model: chicken'),
    });
    await app.start();
    scene = await png(SCENE);
  });

  afterAll(() => app.stop());

  it.each([
    [
      'no-detector',
      "its region model 'colours' cannot be used: its task is image-classification; only a model of task object-detection finds regions",
    ],
    ['no-model', "its region model cannot be used: no model named 'later'"],
    ['no-version', "its region model cannot be used: model 'cells' has no version '7'"],
    [
      'chicken',
      'it needs itself: chicken -> egg -> chicken; a model may name only models that do not need it',
    ],
    ['egg', 'it needs itself: egg -> chicken -> egg'],
  ])('%s is failed, with the reason', async (model, reason) => {
    const { status, body } = await app.ask(model, scene);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain(reason);
    expect(await app.stateOf(model)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(reason),
    });
  });

  // The tests below change what is served; each leaves it as it was.

  it('is tried again when the model that it needs appears', async () => {
    app.dir.lay(detector('later'));
    expect((await app.post('later', 'reload')).body.outcome).toBe('added');
    expect((await app.ask('no-model', scene)).status).toBe(200);
    rmSync(app.dir.path('later'), { recursive: true });
    expect((await app.post('later', 'reload')).body.outcome).toBe('removed');
    const { status, body } = await app.ask('no-model', scene);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain("no model named 'later'");
  });

  it('names the region model while that one is unloaded, and goes on when it is back', async () => {
    await app.post('cells', 'unload');
    const { status, body } = await app.ask('largest', scene);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain("model 'cells' version 1 is unloaded");
    expect((await app.post('cells', 'load')).status).toBe(200);
    expect((await app.ask('largest', scene)).status).toBe(200);
  });

  it('no answer comes from the cache that the region model of before took part in', async () => {
    expect((await app.ask('largest', scene)).headers.get('x-cache')).toBe('HIT');
    // The darker thing is below the threshold now: the smaller one is the largest.
    app.dir.lay({
      'cells/model.yaml': CELL_DETECTOR.replace('score_threshold: 0.5', 'score_threshold: 0.7'),
    });
    expect((await app.post('cells', 'reload')).body.outcome).toBe('replaced');
    const changed = await app.ask('largest', scene);
    expect(changed.headers.get('x-cache')).toBe('MISS');
    expect(changed.body.result.region.box).toEqual({ x: 60, y: 30, width: 5, height: 5 });
    app.dir.lay({ 'cells/model.yaml': CELL_DETECTOR });
    await app.post('cells', 'reload');
    expect((await app.ask('largest', scene)).body.result.region.box).toMatchObject({ x: 10, y: 20 });
  });
});
