import sharp from 'sharp';

import { type Cell, CELL_DETECTOR, cellPixels } from './fixtures/cell-detector.js';
import {
  BLUE,
  classifier,
  COLOURS,
  ComposedServer,
  DARK_RED,
  detector,
  GREEN,
  part,
  png,
  raw,
  RED,
  SCENE,
  SIDE,
} from './support/composed-server.js';

const looking = (region: string): string => `${COLOURS}region: {model: cells, ${region}}\n`;

describe('a model that looks at what another one finds', () => {
  const app = new ComposedServer();
  let scene: Buffer;

  beforeAll(async () => {
    app.dir.lay({
      ...detector('cells'),
      ...detector(
        'cells-in-red',
        `${CELL_DETECTOR}region: {model: cells, label: red, select: best, expand: 1}\n`,
      ),
      ...classifier('colours', COLOURS),
      ...classifier('largest', looking('label: red')),
      ...classifier('best', looking('label: red, select: best')),
      ...classifier('every', looking('select: every')),
      ...classifier('two', looking('select: every, max_regions: 2')),
      ...classifier('wider', looking('label: green, expand: 0.5')),
      ...classifier('whole', looking('label: red, fallback: whole')),
      ...classifier('empty', looking('label: red, fallback: empty')),
      ...classifier('every-or-nothing', looking('select: every, fallback: empty')),
      ...classifier('every-or-whole', looking('select: every, fallback: whole')),
    });
    await app.start();
    scene = await png(SCENE);
  });

  afterAll(() => app.stop());

  const classesOf = async (bytes: Buffer): Promise<unknown> => (await app.resultOf('colours', bytes)).classes;

  it.each<[string, [number, number, number, number], string, number]>([
    ['largest', [10, 20, 10, 10], 'red', 0.6],
    ['best', [60, 30, 5, 5], 'red', 1],
    // Of 10 x 10 at (0, 70) with a half of that around it, cut at the left and the lower edge.
    ['wider', [0, 65, 15, 15], 'green', 1],
  ])('%s: the answer is that on the cut-out alone', async (model, [x, y, width, height], label, score) => {
    const { status, body } = await app.ask(model, scene);
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
    const expected = (await app.ask('wider', upright)).body.result;
    expect(expected.region.box).toEqual({ x: 0, y: 65, width: 15, height: 15 });
    expect((await app.ask('wider', turned)).body.result).toEqual(expected);
  });

  it('every: an answer for each finding, best first, as sure as the least sure one', async () => {
    const { body } = await app.ask('every', scene);
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
    const { body } = await app.ask('two', scene);
    expect(body.result.regions.map(({ score }: { score: number }) => score)).toEqual([1, 1]);
  });

  it('a detector in a region tells its boxes in pixels of the whole picture', async () => {
    // The region is 15 x 15 at (55, 25); of its 8 x 8 cells the one at (3, 3) begins at pixel (5, 5).
    const cells: Cell[] = [{ column: 6, row: 3, colour: RED, fill: BLUE }];
    const { body } = await app.ask('cells-in-red', await png(cells));
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
      const { status, body } = await app.ask('largest', nothing);
      expect([status, body.error.code]).toEqual([422, 'REGION_NOT_FOUND']);
      expect(body.error.message).toBe(
        "model 'cells' found no 'red' in the picture for model 'largest' to look at",
      );
      expect(body.error.details).toEqual({ model: 'largest', region_model: 'cells', label: 'red' });
    });

    it('the whole picture is looked at, and the answer says so', async () => {
      const { body } = await app.ask('whole', nothing);
      expect(body.result).toEqual({
        classes: await classesOf(nothing),
        image: { width: SIDE, height: SIDE },
        region: { box: { x: 0, y: 0, width: SIDE, height: SIDE }, label: null, score: null, model: 'cells' },
      });
    });

    it('the answer is empty', async () => {
      const { body } = await app.ask('empty', nothing);
      expect(body.result).toEqual({ classes: [], image: { width: SIDE, height: SIDE }, region: null });
      expect(body.confidence_status).toBe('LOW');
    });

    it('every: no region, or the whole picture as one', async () => {
      const none = await app.ask('every-or-nothing', nothing);
      expect(none.body.result).toEqual({ regions: [], image: { width: SIDE, height: SIDE } });
      const whole = await app.ask('every-or-whole', nothing);
      expect(whole.body.result.regions).toHaveLength(1);
      expect(whole.body.result.regions[0]).toMatchObject({ label: null, box: { width: SIDE, height: SIDE } });
    });
  });

  it('a fault of the picture is told as by any model', async () => {
    const { status, body } = await app.ask('largest', scene.subarray(0, Math.floor(scene.length / 2)));
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
    const { status, body } = await app.ask('largest', large, {}, { 'x-request-timeout-ms': '1' });
    expect([status, body.error?.code]).toEqual([
      504,
      expect.stringMatching(/DEADLINE_EXCEEDED|INFERENCE_TIMEOUT/),
    ]);
  });

  it('GET /v1/models shows which model it uses, and every value with its origin', async () => {
    const [version] = (await app.info('largest')).versions;
    expect(version.uses).toEqual([{ model: 'cells', version: '1', role: 'region model', state: 'ready' }]);
    expect(version.manifest.region).toMatchObject({
      model: { value: 'cells', origin: 'declared' },
      label: { value: 'red', origin: 'declared' },
      select: { value: 'largest', origin: 'default' },
      expand: { value: 0, origin: 'default' },
      fallback: { value: 'error', origin: 'default' },
    });
  });
});
