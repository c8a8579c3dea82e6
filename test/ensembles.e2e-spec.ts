import { CELL_DETECTOR, type Cell } from './fixtures/cell-detector.js';
import {
  BLUE,
  classifier,
  COLOURS,
  ComposedServer,
  detector,
  GREEN,
  part,
  png,
  RED,
  SCENE,
  SIDE,
} from './support/composed-server.js';
import { predictJson, send } from './support/http.js';

const LESS_SURE = COLOURS.replace('scale: 0.05', 'scale: 0.01');
/** Takes red for blue and blue for red. */
const MISTAKEN = COLOURS.replace('size: 16', 'size: 16, color: BGR');
const DIM = CELL_DETECTOR.replace('scale: 0.0039', 'scale: 0.0019');

const ensemble = (name: string, combine: string, members: string, more = ''): Record<string, string> => ({
  [`${name}/model.yaml`]: `ensemble: {combine: ${combine}, members: [${members}]}\n${more}`,
});

/** A little of everything, red most of all. */
const MIXED: Cell[] = [
  ...[0, 1, 2, 3, 4, 5].map((column) => ({ column, row: 0, colour: RED, fill: RED })),
  ...[0, 1, 2].map((column) => ({ column, row: 4, colour: GREEN, fill: GREEN })),
];

const round = (score: number): number => Math.round(score * 1e4) / 1e4;

describe('a model that is made of others', () => {
  const app = new ComposedServer();
  let mixed: Buffer;

  beforeAll(async () => {
    app.dir.lay({
      ...classifier('sure', COLOURS),
      ...classifier('less-sure', LESS_SURE),
      ...classifier('mistaken', MISTAKEN),
      ...classifier('animals', COLOURS.replace('[red, green, blue]', '[cat, green, dog]')),
      ...detector('cells'),
      ...detector('dim', DIM),
      ...ensemble('average', 'average', '{model: sure}, {model: less-sure}'),
      ...ensemble('weighted', 'average', '{model: sure, weight: 3}, {model: less-sure}'),
      ...ensemble('vote', 'vote', '{model: sure}, {model: mistaken}, {model: less-sure}'),
      ...ensemble('both', 'average', '{model: cells}, {model: dim}'),
      ...ensemble('majority', 'vote', '{model: cells}, {model: dim}'),
      ...ensemble('chain', 'chain', '{model: cells}, {model: sure}', 'description: Colours of things\n'),
      ...ensemble('of-ensembles', 'average', '{model: average}, {model: sure, version: 1}'),
      ...ensemble(
        'on-red',
        'average',
        '{model: sure}, {model: less-sure}',
        'region: {model: cells, label: red, select: best}\nconfidence: {high: 0.99, medium: 0.98}\n',
      ),
      ...ensemble('labels-differ', 'average', '{model: sure}, {model: animals}'),
      ...ensemble('tasks-differ', 'average', '{model: sure}, {model: cells}'),
      ...ensemble('no-finder', 'chain', '{model: sure}, {model: cells}'),
      ...ensemble('no-member', 'average', '{model: sure}, {model: later}'),
      ...ensemble('with-input', 'average', '{model: sure}, {model: less-sure}', 'input: {size: 3}\n'),
      ...classifier('with-file', 'ensemble: {combine: vote, members: [{model: sure}, {model: mistaken}]}\n'),
      ...ensemble('round', 'average', '{model: sure}, {model: around}'),
      ...ensemble('around', 'average', '{model: sure}, {model: round}'),
    });
    await app.start();
    mixed = await png(MIXED);
  });

  afterAll(() => app.stop());

  /** Scores by label. */
  const scoresOf = async (model: string): Promise<Record<string, number>> => {
    const { classes } = await app.resultOf(model, mixed, { top_k: 3 });
    return Object.fromEntries(classes.map(({ label, score }: any) => [label, score]));
  };

  it.each([
    ['average', 1],
    ['weighted', 3],
  ])('%s: the mean of the scores of each class, and how far they are apart', async (model, weight) => {
    const [sure, less] = [await scoresOf('sure'), await scoresOf('less-sure')];
    const { classes, uncertainty, image } = await app.resultOf(model, mixed);
    expect(image).toEqual({ width: SIDE, height: SIDE });
    expect(classes.map(({ label }: any) => label)).toEqual(['red', 'green', 'blue']);
    for (const { label, score, spread } of classes) {
      const mean = (weight * sure[label]! + less[label]!) / (weight + 1);
      const share = weight / (weight + 1);
      expect(score).toBeCloseTo(mean, 3);
      expect(spread).toBeCloseTo(Math.abs(sure[label]! - less[label]!) * Math.sqrt(share * (1 - share)), 3);
    }
    expect(uncertainty).toBe(classes[0].spread);
  });

  it('options go for the answer as a whole', async () => {
    const { classes } = await app.resultOf('average', mixed, { top_k: 1 });
    expect(classes.map(({ label }: any) => label)).toEqual(['red']);
  });

  it('vote: the class that most members name', async () => {
    const { classes, uncertainty } = await app.resultOf('vote', mixed);
    expect(classes.map(({ label, score }: any) => [label, score])).toEqual([
      ['red', 0.6667],
      ['blue', 0.3333],
      ['green', 0],
    ]);
    expect(uncertainty).toBe(0.3333);
  });

  it('boxes of detectors are fused', async () => {
    const things: Cell[] = [
      { column: 1, row: 2, colour: RED, fill: RED },
      { column: 6, row: 6, colour: [0, 153, 0], fill: GREEN },
    ];
    const picture = await png(things);
    const { detections } = await app.resultOf('both', picture);
    const seen = detections.map(({ label, score, spread, box }: any) => [label, round(score), spread, box]);
    // The dim one gives about half of the scores: red 0.49, which makes 0.745; the green 0.3 and 0.6, which is below the threshold.
    expect(seen).toEqual([['red', 0.745, expect.closeTo(0.255, 2), { x: 10, y: 20, width: 10, height: 10 }]]);
    const all = await app.resultOf('both', picture, { score_threshold: 0.2 });
    expect(all.detections.map(({ label }: any) => label)).toEqual(['red', 'green']);
    const majority = await app.resultOf('majority', picture, { score_threshold: 0.3 });
    expect(majority.detections.map(({ label }: any) => label)).toEqual(['red']);
  });

  it.each(['both', 'chain'])('%s: the answer of an ensemble is drawn', async (model) => {
    const { status, headers } = await app.ask(model, await png(SCENE), {}, { accept: 'image/png' });
    expect([status, headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('chain: each finding of the first, looked at by the next', async () => {
    const scene = await png(SCENE);
    const { regions } = await app.resultOf('chain', scene);
    expect(regions.map(({ label, score, model, box }: any) => [label, score, model, box.x])).toEqual([
      ['red', 1, 'cells', 60],
      ['green', 1, 'cells', 0],
      ['red', 0.6, 'cells', 10],
    ]);
    const alone = await app.resultOf('sure', await part(scene, 60, 30, 5, 5));
    expect(regions[0].result.classes).toEqual(alone.classes);
    const { body } = await app.ask('chain', scene, {}, { 'cache-control': 'no-store' });
    expect(body).toMatchObject({ task: 'image-classification', confidence_status: 'HIGH' });
  });

  it('looks at a region with all of its members', async () => {
    const cells: Cell[] = [{ column: 1, row: 2, colour: RED, fill: BLUE }];
    const scene = await png(cells);
    const { body } = await app.ask('on-red', scene);
    const cut = await part(scene, 10, 20, 10, 10);
    expect(body.result.classes).toEqual((await app.resultOf('average', cut)).classes);
    expect(body.result.region).toMatchObject({ label: 'red', box: { x: 10, y: 20, width: 10, height: 10 } });
    expect(body.confidence_status).toBe('LOW');
  });

  it('may have ensembles as members', async () => {
    const [average, sure] = [await scoresOf('average'), await scoresOf('sure')];
    const { classes } = await app.resultOf('of-ensembles', mixed);
    expect(classes[0].score).toBeCloseTo((average['red']! + sure['red']!) / 2, 3);
  });

  it('is described by its members, and has no process', async () => {
    const [version] = (await app.info('average')).versions;
    expect(version).toMatchObject({
      version: '1',
      state: 'ready',
      task: 'image-classification',
      size_mb: 0,
      uses: [
        { model: 'sure', version: '1', role: 'member', state: 'ready' },
        { model: 'less-sure', version: '1', role: 'member', state: 'ready' },
      ],
      notes: ['made of sure@1, less-sure@1'],
    });
    expect(version.inputs).toEqual((await app.info('sure')).versions[0].inputs);
    expect(version.digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await app.info('chain')).description).toBe('Colours of things');
    const { body } = await send(`${app.url}/v1/models/average/status`);
    expect(body.versions[0]).toMatchObject({ state: 'ready', executors: [], waiting: 0 });
  });

  it('takes no raw tensors', async () => {
    const { status, body } = await predictJson(app.url, 'average', { inputs: [] });
    expect([status, body.error.code]).toEqual([400, expect.stringMatching(/NO_INPUT|VALIDATION_FAILED/)]);
  });

  it.each([
    ['labels-differ', "ensemble: member 'animals' has no label 'red', 'blue' and has the label 'cat', 'dog'"],
    [
      'tasks-differ',
      "ensemble: member 'cells' is of task object-detection, but 'sure' of image-classification",
    ],
    ['no-finder', "ensemble: member 'sure' cannot stand before another one in a chain"],
    ['no-member', "ensemble.members[1]: no model named 'later'"],
    ['with-input', 'input: has no meaning for an ensemble; declare it in the manifests of its members'],
    ['with-file', 'ensemble: has no meaning beside a model file'],
    ['round', 'it needs itself: round -> around -> round'],
  ])('%s is failed, with the reason', async (model, reason) => {
    const { status, body } = await app.ask(model, mixed);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain(reason);
    expect(await app.stateOf(model)).toMatchObject({ state: 'failed' });
  });

  // The tests below change what is served.

  it('is there as soon as its last member is', async () => {
    app.dir.lay(classifier('later', LESS_SURE));
    expect((await app.post('later', 'reload')).body.outcome).toBe('added');
    expect((await app.resultOf('no-member', mixed)).classes[0].label).toBe('red');
  });

  it('answers nothing that a member of before took part in', async () => {
    await app.resultOf('average', mixed);
    expect((await app.ask('average', mixed)).headers.get('x-cache')).toBe('HIT');
    const before = await scoresOf('average');
    app.dir.lay({ 'less-sure/model.yaml': COLOURS });
    expect((await app.post('less-sure', 'reload')).body.outcome).toBe('replaced');
    const { headers, body } = await app.ask('average', mixed);
    expect(headers.get('x-cache')).toBe('MISS');
    expect(body.result.classes[0].score).toBeGreaterThan(before['red']!);
    expect(body.result.uncertainty).toBe(0);
  });

  it('has the labels of its members, also new ones', async () => {
    const renamed = COLOURS.replace('red', 'rouge');
    app.dir.lay({ 'sure/model.yaml': renamed, 'less-sure/model.yaml': renamed });
    await app.post('sure', 'reload');
    const half = await app.ask('average', mixed);
    expect([half.status, half.body.error?.code]).toEqual([503, 'MODEL_NOT_READY']);
    await app.post('less-sure', 'reload');
    expect((await app.resultOf('average', mixed)).classes[0].label).toBe('rouge');
    expect((await app.info('average')).versions[0].labels[0].name).toBe('rouge');
  });
});
