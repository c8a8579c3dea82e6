import { rmSync } from 'node:fs';

import sharp from 'sharp';

import { CELL, CELL_DETECTOR, cellDetector, cellPixels, type Cell, GRID } from './fixtures/cell-detector.js';
import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { predict, send } from './support/http.js';
import { ModelDir } from './support/model-folder.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';

const SIDE = GRID * CELL;

/** Names the channel with the highest mean. */
const COLOURS = `
labels: [red, green, blue]
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;
const classifier = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });

const RED = [255, 0, 0] as const;
const DARK_RED = [153, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;

/** Two red things, the surer one the smaller, and a green one. */
const SCENE: Cell[] = [
  { column: 1, row: 2, colour: DARK_RED, fill: BLUE },
  { column: 6, row: 3, colour: RED, fill: GREEN },
  { column: 0, row: 7, colour: GREEN, fill: DARK_RED },
];

const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
const png = (cells: readonly Cell[]): Promise<Buffer> => sharp(cellPixels(cells), { raw }).png().toBuffer();

const part = (bytes: Buffer, left: number, top: number, width: number, height: number): Promise<Buffer> =>
  sharp(bytes).extract({ left, top, width, height }).png().toBuffer();

describe('a model that looks at what another one finds', () => {
  let dir: ModelDir;
  let database: { url: string; drop(): Promise<void> };
  let redis: { url: string; stop(): Promise<void> };
  let server: RunningServer;
  let scene: Buffer;

  const looking = (region: string): string => `${COLOURS}region: {model: cells, ${region}}\n`;
  const lay = (name: string, manifest: string): void =>
    dir.lay({ [`${name}/model.yaml`]: manifest, [`${name}/1/model.onnx`]: classifier });

  beforeAll(async () => {
    dir = new ModelDir();
    dir.lay({ 'cells/model.yaml': CELL_DETECTOR, 'cells/1/model.onnx': cellDetector() });
    lay('colours', COLOURS);
    lay('largest', looking('label: red'));
    lay('best', looking('label: red, select: best'));
    lay('every', looking('select: every'));
    lay('two', looking('select: every, max_regions: 2'));
    lay('wider', looking('label: green, expand: 0.5'));
    lay('whole', looking('label: red, fallback: whole'));
    lay('empty', looking('label: red, fallback: empty'));
    lay('every-or-nothing', looking('select: every, fallback: empty'));
    lay('every-or-whole', looking('select: every, fallback: whole'));
    dir.lay({
      'cells-in-red/model.yaml': `${CELL_DETECTOR}region: {model: cells, label: red, select: best, expand: 1}\n`,
      'cells-in-red/1/model.onnx': cellDetector(),
    });
    lay('no-detector', `${COLOURS}region: {model: colours}\n`);
    lay('no-model', `${COLOURS}region: {model: later}\n`);
    lay('no-version', `${COLOURS}region: {model: cells, version: 7}\n`);
    lay('chicken', `${COLOURS}region: {model: egg}\n`);
    lay('egg', `${COLOURS}region: {model: chicken}\n`);
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    redis = await startRedis();
    server = await startServer({
      modelDir: dir.root,
      env: {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        MODEL_WATCH_SECONDS: '0',
        MODEL_MAX_CONCURRENT: '1',
        MODEL_WARMUP_REQUESTS: '1',
      },
      startLimitMs: 60_000,
    });
    await server.waitUntilReady(180_000);
    scene = await png(SCENE);
  });

  afterAll(async () => {
    await server?.stop();
    await Promise.all([database?.drop(), redis?.stop()]);
    dir.remove();
  });

  const ask = (model: string, bytes: Buffer, headers: Record<string, string> = {}) =>
    predict(server.url, model, { bytes, name: 'scene.png' }, {}, headers);
  const classesOf = async (bytes: Buffer): Promise<unknown> =>
    (await ask('colours', bytes)).body.result.classes;
  const post = (model: string, action: string) =>
    send(`${server.url}/v1/models/${model}/${action}`, { method: 'POST' });
  const stateOf = async (name: string): Promise<{ state: string; reason: string | null }> => {
    const { body } = await send(`${server.url}/v1/models`);
    return body.models.find((model: { name: string }) => model.name === name).versions[0];
  };

  it.each<[string, [number, number, number, number], string, number]>([
    ['largest', [10, 20, 10, 10], 'red', 0.6],
    ['best', [60, 30, 5, 5], 'red', 1],
    // Of 10 x 10 at (0, 70) with a half of that around it, cut at the left and the lower edge.
    ['wider', [0, 65, 15, 15], 'green', 1],
  ])('%s: the answer is that on the cut-out alone', async (model, [x, y, width, height], label, score) => {
    const { status, body } = await ask(model, scene);
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    expect(body.result).toEqual({
      classes: await classesOf(await part(scene, x, y, width, height)),
      image: { width: SIDE, height: SIDE },
      region: { box: { x, y, width, height }, label, score, model: 'cells' },
    });
    expect(body.task).toBe('image-classification');
  });

  it('a picture is turned upright before it is cut', async () => {
    const pixels = cellPixels([
      { column: 0, row: 7, colour: GREEN, fill: GREEN },
      { column: 1, row: 7, colour: DARK_RED, fill: DARK_RED },
    ]);
    const upright = await sharp(pixels, { raw }).png().toBuffer();
    const turned = await sharp(pixels, { raw }).rotate(-90).withMetadata({ orientation: 6 }).png().toBuffer();
    const expected = (await ask('wider', upright)).body.result;
    expect(expected.region.box).toEqual({ x: 0, y: 65, width: 15, height: 15 });
    expect((await ask('wider', turned)).body.result).toEqual(expected);
  });

  it('every: an answer for each finding, best first, as sure as the least sure one', async () => {
    const { body } = await ask('every', scene);
    expect(body.result.image).toEqual({ width: SIDE, height: SIDE });
    const seen = body.result.regions.map((one: any) => [
      one.label,
      one.score,
      one.box.x,
      one.box.y,
      one.model,
    ]);
    expect(seen).toEqual([
      ['red', 1, 60, 30, 'cells'],
      ['green', 1, 0, 70, 'cells'],
      ['red', 0.6, 10, 20, 'cells'],
    ]);
    const parts = [
      [60, 30, 5, 5],
      [0, 70, 10, 10],
      [10, 20, 10, 10],
    ] as const;
    for (const [index, [x, y, width, height]] of parts.entries()) {
      const { classes } = body.result.regions[index].result;
      expect(classes).toEqual(await classesOf(await part(scene, x, y, width, height)));
    }
    expect(body.confidence_status).toBe('HIGH');
  });

  it('two: no more than the best of them', async () => {
    const { body } = await ask('two', scene);
    expect(body.result.regions.map(({ score }: { score: number }) => score)).toEqual([1, 1]);
  });

  it('a detector in a region tells its boxes in pixels of the whole picture', async () => {
    // The region is 15 x 15 at (55, 25); of its 8 x 8 cells the one at (3, 3) begins at pixel (5, 5).
    const cells: Cell[] = [{ column: 6, row: 3, colour: RED, fill: BLUE }];
    const { body } = await ask('cells-in-red', await png(cells));
    expect(body.result.region.box).toEqual({ x: 55, y: 25, width: 15, height: 15 });
    const red = body.result.detections.find(({ label }: { label: string }) => label === 'red');
    expect(red.box).toEqual({ x: 60.6, y: 30.6, width: 1.9, height: 1.9 });
    expect(body.result.image).toEqual({ width: SIDE, height: SIDE });
  });

  describe('where nothing is found', () => {
    let nothing: Buffer;
    beforeAll(async () => {
      nothing = await png([{ column: 2, row: 2, colour: [90, 0, 0], fill: GREEN }]);
    });

    it('is an error that names both models', async () => {
      const { status, body } = await ask('largest', nothing);
      expect([status, body.error.code]).toEqual([422, 'REGION_NOT_FOUND']);
      expect(body.error.message).toBe(
        "model 'cells' found no 'red' in the picture for model 'largest' to look at",
      );
      expect(body.error.details).toEqual({ model: 'largest', region_model: 'cells', label: 'red' });
    });

    it('the whole picture is looked at, and the answer says so', async () => {
      const { body } = await ask('whole', nothing);
      expect(body.result).toEqual({
        classes: await classesOf(nothing),
        image: { width: SIDE, height: SIDE },
        region: { box: { x: 0, y: 0, width: SIDE, height: SIDE }, label: null, score: null, model: 'cells' },
      });
    });

    it('the answer is empty', async () => {
      const { body } = await ask('empty', nothing);
      expect(body.result).toEqual({ classes: [], image: { width: SIDE, height: SIDE }, region: null });
      expect(body.confidence_status).toBe('LOW');
    });

    it('every: no region, or the whole picture as one', async () => {
      const none = await ask('every-or-nothing', nothing);
      expect(none.body.result).toEqual({ regions: [], image: { width: SIDE, height: SIDE } });
      const whole = await ask('every-or-whole', nothing);
      expect(whole.body.result.regions).toHaveLength(1);
      expect(whole.body.result.regions[0]).toMatchObject({ label: null, box: { width: SIDE, height: SIDE } });
    });
  });

  it('a fault of the picture is told as by any model', async () => {
    const { status, body } = await ask('largest', scene.subarray(0, Math.floor(scene.length / 2)));
    expect([status, body.error.code]).toEqual([400, 'UNDECODABLE_IMAGE']);
  });

  it('a deadline goes for both models together', async () => {
    const large = await sharp({
      create: {
        width: 1600,
        height: 1600,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 50 },
      },
    })
      .jpeg()
      .toBuffer();
    const { status, body } = await ask('largest', large, { 'x-request-timeout-ms': '1' });
    expect([status, body.error?.code]).toEqual([
      504,
      expect.stringMatching(/DEADLINE_EXCEEDED|INFERENCE_TIMEOUT/),
    ]);
  });

  it('GET /v1/models shows which model it uses, and every value with its origin', async () => {
    const { body } = await send(`${server.url}/v1/models/largest`);
    const [version] = body.versions;
    expect(version.uses).toEqual([{ model: 'cells', version: '1', role: 'region model', state: 'ready' }]);
    expect(version.manifest.region).toMatchObject({
      model: { value: 'cells', origin: 'declared' },
      label: { value: 'red', origin: 'declared' },
      select: { value: 'largest', origin: 'default' },
      expand: { value: 0, origin: 'default' },
      fallback: { value: 'error', origin: 'default' },
    });
  });

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
    const { status, body } = await ask(model, scene);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain(reason);
    expect(await stateOf(model)).toMatchObject({ state: 'failed', reason: expect.stringContaining(reason) });
  });

  // The tests below change what is served; each leaves it as it was.

  it('is tried again when the model that it needs appears', async () => {
    dir.lay({ 'later/model.yaml': CELL_DETECTOR, 'later/1/model.onnx': cellDetector() });
    expect((await post('later', 'reload')).body.outcome).toBe('added');
    expect((await ask('no-model', scene)).status).toBe(200);
    rmSync(dir.path('later'), { recursive: true });
    expect((await post('later', 'reload')).body.outcome).toBe('removed');
    const { status, body } = await ask('no-model', scene);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain("no model named 'later'");
  });

  it('names the region model while that one is unloaded, and goes on when it is back', async () => {
    await post('cells', 'unload');
    const { status, body } = await ask('largest', scene);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain("model 'cells' version 1 is unloaded");
    expect((await post('cells', 'load')).status).toBe(200);
    expect((await ask('largest', scene)).status).toBe(200);
  });

  it('no answer comes from the cache that the region model of before took part in', async () => {
    expect((await ask('largest', scene)).headers.get('x-cache')).toBe('HIT');
    // The darker thing is below the threshold now: the smaller one is the largest.
    dir.lay({ 'cells/model.yaml': CELL_DETECTOR.replace('score_threshold: 0.5', 'score_threshold: 0.7') });
    expect((await post('cells', 'reload')).body.outcome).toBe('replaced');
    const changed = await ask('largest', scene);
    expect(changed.headers.get('x-cache')).toBe('MISS');
    expect(changed.body.result.region.box).toEqual({ x: 60, y: 30, width: 5, height: 5 });
    dir.lay({ 'cells/model.yaml': CELL_DETECTOR });
    await post('cells', 'reload');
    expect((await ask('largest', scene)).body.result.region.box).toMatchObject({ x: 10, y: 20 });
  });
});
