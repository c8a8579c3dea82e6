import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { sibyl } from './support/cli.js';
import { classifier, COLOURS, detector, png, SCENE } from './support/composed-server.js';
import { ModelDir } from './support/model-folder.js';

const ENSEMBLE = `
ensemble: {combine: average, members: [{model: colours}, {model: others, weight: 3}]}
region: {model: cells, label: red, select: best}
`;
const CHAIN = 'ensemble: {combine: chain, members: [{model: cells}, {model: mean}]}\n';

describe('the command line with models that are made of others', () => {
  const dir = new ModelDir();
  const path = (...parts: string[]): string => join(dir.root, ...parts);
  const readJson = (...parts: string[]) => JSON.parse(readFileSync(path(...parts), 'utf8'));

  beforeAll(async () => {
    const scene = await png(SCENE);
    dir.lay({
      ...detector('cells'),
      ...classifier('colours', COLOURS),
      ...classifier('others', COLOURS.replace('0.05', '0.02')),
      ...classifier('best', `${COLOURS}region: {model: cells, label: red, select: best}\n`),
      'best/samples/scene.png': scene,
      'mean/model.yaml': ENSEMBLE,
      'mean/samples/scene.png': scene,
      'chain/model.yaml': CHAIN,
      'chain/2/.keep': '',
      'broken/model.yaml': 'ensemble: {combine: vote, members: [{model: nobody}, {model: cells}]}\n',
    });
  });

  afterAll(() => dir.remove());

  it('records golden samples of a model that looks at what another one finds', async () => {
    const { code, err } = await sibyl(['golden', 'record', path('best')]);
    expect([code, err]).toEqual([0, '']);
    expect(readJson('best/golden/scene.json').expected).toMatchObject({
      classes: [{ label: 'green' }, expect.anything(), expect.anything()],
      region: { label: 'red', model: 'cells', box: { x: 60, y: 30 } },
    });
  });

  it('records golden samples of an ensemble, of its members and the region together', async () => {
    const { code, err } = await sibyl(['golden', 'record', path('mean')]);
    expect([code, err]).toEqual([0, '']);
    expect(readJson('mean/golden/scene.json').expected).toMatchObject({
      classes: [{ label: 'green', spread: expect.any(Number) }, expect.anything(), expect.anything()],
      region: { label: 'red', model: 'cells' },
    });
    expect(readdirSync(path('mean/golden')).toSorted()).toEqual(['scene.json', 'scene.png']);
  });

  it('says why one that lacks a member cannot be recorded', async () => {
    const { code, err } = await sibyl(['golden', 'record', path('broken'), path('mean/samples/scene.png')]);
    expect(code).toBe(1);
    expect(err).toContain("there is no model 'nobody' that can be served");
  });

  it('inspects an ensemble by its folder', async () => {
    const { code, out } = await sibyl(['inspect', path('chain'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'chain', version: '2', task: 'image-classification' });
    const shown = await sibyl(['inspect', path('mean')]);
    expect(shown.out).toMatch(
      /^mean, version 1\n {2}task +image-classification \(of its member 'colours'\)\n/,
    );
    expect(shown.out).toMatch(/ensemble\.combine +average +declared/);
    expect(shown.out).not.toMatch(/^ {2}size /m);
  });

  it('has nothing to write for an ensemble', async () => {
    const { code, err } = await sibyl(['init', path('mean'), '--force']);
    expect(code).toBe(1);
    expect(err).toContain('describes an ensemble already');
  });

  it('asks golden samples with check --load, of ensembles too', async () => {
    rmSync(path('broken'), { recursive: true });
    const good = await sibyl(['check', dir.root, '--load', '--json']);
    expect(good).toMatchObject({ code: 0, err: '' });
    const loads = JSON.parse(good.out).versions.map((row: any) => [row.model, row.load.golden_samples]);
    expect(Object.fromEntries(loads)).toEqual({
      best: 1,
      cells: 0,
      chain: 0,
      colours: 0,
      mean: 1,
      others: 0,
    });
    const sample = readJson('mean/golden/scene.json');
    sample.expected.classes[0].label = 'blue';
    writeFileSync(path('mean/golden/scene.json'), JSON.stringify(sample));
    const bad = await sibyl(['check', dir.root, '--load']);
    expect(bad.code).toBe(1);
    expect(bad.out).toContain("golden sample 'scene': expected top label 'blue'");
    expect(bad.out).toMatch(
      /best +1 +image-classification +ok +loaded in \d+ ms, \d+ MB, 1 golden sample answered/,
    );
  });
});
