import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { model } from './fixtures/derive-model.js';
import { channelMeanClassifier, identityModel, onnxModel } from './fixtures/onnx-writer.js';
import { callInProcess, sibyl } from './support/cli.js';
import { send } from './support/http.js';
import {
  acceptanceDir,
  acceptancePath,
  describeWithAcceptance,
  makeModelDir,
  removeModelDir,
} from './support/models.js';
import { startServer } from './support/server.js';
import { STARTER } from './support/small-server.js';

const colours = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });

/** An operator that onnxruntime does not have: the reader cannot know. */
const unloadable = onnxModel({
  inputs: [{ name: 'x', type: 'float32', dims: [1] }],
  outputs: [{ name: 'y', type: 'float32', dims: [1] }],
  nodes: [{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }],
});

const outside = onnxModel({
  inputs: [{ name: 'x', type: 'float32', dims: [1] }],
  outputs: [{ name: 'y', type: 'float32', dims: [1] }],
  initializers: [{ name: 'w', type: 'float32', dims: [1], external: { location: '../../secret' } }],
  nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
});

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function repository(models: Record<string, Record<string, string | Uint8Array>>): string {
  const folder = makeModelDir(Object.entries(models).map(([name, files]) => ({ name, files })));
  cleanUps.push(() => removeModelDir(folder));
  return folder;
}

describe('sibyl inspect', () => {
  it('shows task, tensors, labels, values and what to ask the makers', async () => {
    const folder = repository({
      leaves: { 'model.yaml': 'labels: [red, green, blue]\n', '3/model.onnx': colours },
    });
    const { code, out, err } = await sibyl(['inspect', 'leaves/3/model.onnx'], { cwd: folder });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^leaves, version 3\n  task +image-classification \(a picture goes in and 3 values/);
    expect(out).toMatch(/\n  manifest  model\.yaml\n/);
    expect(out).toMatch(/\nTensors\n  in {3}image +float32\[n, 3, 16, 16\]\n  out {2}/);
    expect(out).toContain('\nLabels (3)\n  0 red, 1 green, 2 blue\n');
    expect(out).toMatch(/\n  labels +3 labels +declared\n/);
    expect(out).toMatch(/\n  input\.layout +NCHW +derived\n/);
    expect(out).toMatch(/\n  input\.color +RGB +default +usual for classifiers/);
    expect(out).toMatch(/\nNot in the file, so compare with what the model's makers do: input\.color, /);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    // No colours: this is no terminal.
    expect(out).not.toContain('\u001b');
  });

  it.each([
    ['plant/2/model.onnx', 'plant', '2'],
    ['plant', 'plant', '2'],
    ['plant/1/model.onnx', 'plant', '1'],
  ])('finds %s as %s, version %s', async (path, name, version) => {
    const folder = repository({ plant: { '1/model.onnx': colours, '2/model.onnx': colours } });
    const { out } = await sibyl(['inspect', path, '--json'], { cwd: folder });
    expect(JSON.parse(out)).toMatchObject({ name, version });
  });

  it('takes the manifest beside a bare file, or another', async () => {
    const folder = repository({
      '.': { 'rgb.onnx': colours, 'rgb.yaml': 'output: {top_k: 1}\n', 'other.yaml': 'output: {top_k: 2}\n' },
    });
    const topK = async (...args: string[]) => {
      const { out } = await sibyl(['inspect', 'rgb.onnx', '--json', ...args], { cwd: folder });
      return JSON.parse(out).manifest.output.top_k;
    };
    expect(await topK()).toEqual({ value: 1, origin: 'declared' });
    expect(await topK('--manifest', 'other.yaml')).toEqual({ value: 2, origin: 'declared' });
  });

  it('tells the same as GET /v1/models/{model}', async () => {
    const folder = repository({
      leaves: { 'model.yaml': 'description: Leaves\nlabels: [a, b, c]\n', '1/model.onnx': colours },
      table: { '1/model.onnx': identityModel('int64', ['n']) },
    });
    const server = await startServer({ modelDir: folder, env: { DATABASE_MODE: 'off' } });
    try {
      await server.waitUntilReady();
      for (const name of ['leaves', 'table']) {
        const { body } = await send(`${server.url}/v1/models/${name}`);
        const { out } = await sibyl(['inspect', name, '--json'], { cwd: folder });
        const { name: inspected, description, notes, ...facts } = JSON.parse(out);
        expect({ name: inspected, description }).toEqual({ name, description: body.description });
        expect(body.versions[0]).toMatchObject(facts);
        // Loading may add what only running the model tells.
        expect(body.versions[0].notes.slice(0, notes.length)).toEqual(notes);
        expect(body.versions[0].manifest.task.note).toEqual(expect.any(String));
      }
    } finally {
      await server.stop();
    }
  });

  it.each([
    ['nothing.onnx', "sibyl: 'nothing.onnx' does not exist\n"],
    ['text.onnx', 'sibyl: text.onnx is a text file, not an ONNX model\n'],
    ['faulty/1/model.onnx', "sibyl: model.yaml: input.color: 'RBG' is not one of RGB, BGR, GRAY\n"],
    ['empty', "sibyl: 'empty' holds no version of a model; expected 1/model.onnx in it\n"],
    [
      'evil/1/model.onnx',
      /^sibyl: model\.onnx keeps the tensor 'w' in another file: '\.\.\/\.\.\/secret' is not/,
    ],
  ])('says why %s cannot be served', async (path, reason) => {
    const folder = repository({
      '.': { 'text.onnx': 'to whom it may concern '.repeat(20) },
      faulty: { 'model.yaml': 'input: {color: RBG}\n', '1/model.onnx': colours },
      evil: { '1/model.onnx': outside },
      empty: { 'readme.txt': 'nothing' },
    });
    const { code, out, err } = await sibyl(['inspect', path], { cwd: folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    if (typeof reason === 'string') expect(err).toBe(reason);
    else expect(err).toMatch(reason);
    expect(err).not.toContain(folder);
  });
});

describe('sibyl init', () => {
  it('writes a manifest that changes nothing, and never over another', async () => {
    const folder = repository({ leaves: { '1/model.onnx': colours } });
    const before = JSON.parse((await sibyl(['inspect', 'leaves', '--json'], { cwd: folder })).out);
    const { code, out } = await sibyl(['init', 'leaves/1/model.onnx'], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^written: leaves\/model\.yaml\n\d+ values are only usual: search for CHECK in it\n$/,
    );
    const text = readFileSync(join(folder, 'leaves/model.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=file:\/\/\S+\/docs\/model\.schema\.json\n/);
    const after = JSON.parse((await sibyl(['inspect', 'leaves', '--json'], { cwd: folder })).out);
    expect(withoutOrigins(after)).toEqual(withoutOrigins(before));
    expect(after.manifest.input.color.origin).toBe('declared');

    const again = await sibyl(['init', 'leaves'], { cwd: folder });
    expect(again.code).toBe(1);
    expect(again.err).toBe(
      "sibyl: 'leaves/model.yaml' is there already; --force writes it anew, --stdout only shows it\n",
    );
    writeFileSync(join(folder, 'leaves/model.yaml'), 'labels: [leaf, root, stem]\n');
    const forced = await sibyl(['init', 'leaves', '--force', '--schema', 'here.json'], { cwd: folder });
    expect(forced.code).toBe(0);
    const kept = readFileSync(join(folder, 'leaves/model.yaml'), 'utf8');
    expect(kept).toMatch(/^# yaml-language-server: \$schema=here\.json\n/);
    expect(kept).toContain('labels:\n  - leaf\n  - root\n  - stem\n');
  });

  it('writes beside a bare file, or on stdout', async () => {
    const folder = repository({ '.': { 'rgb.onnx': colours } });
    const { out } = await sibyl(['init', 'rgb.onnx', '--stdout'], { cwd: folder });
    await sibyl(['init', 'rgb.onnx'], { cwd: folder });
    expect(readFileSync(join(folder, 'rgb.yaml'), 'utf8')).toBe(out);
  });

  it('names the schema by its path from a model of the installation', async () => {
    const { out } = await sibyl(['init', STARTER, '--stdout']);
    expect(out).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/docs\/model\.schema\.json\n/);
  });
});

describe('sibyl check', () => {
  it('finds the models of the project in order', async () => {
    const { code, out } = await sibyl(['check']);
    const models = readdirSync(join(__dirname, '../models')).filter((name) => name !== 'training');
    for (const name of models) expect(out).toMatch(new RegExp(`^${name} +1 +[a-z-]+ +ok( |$)`, 'm'));
    expect(out.endsWith(`\n\n${models.length} in order, 0 not\n`)).toBe(true);
    expect(code).toBe(0);
  });

  it('finds every fault of a folder', async () => {
    const folder = repository({
      good: { '1/model.onnx': colours },
      faulty: { 'model.yaml': 'taks: tensor\nlabels: [a, b]\n', '1/model.onnx': colours },
      short: { 'model.yaml': 'labels: [a, b]\n', '1/model.onnx': colours },
      nolabels: { 'model.yaml': 'labels: labels.txt\n', '1/model.onnx': colours },
      evil: { '1/model.onnx': outside },
      empty: { 'model.yaml': 'task: tensor\n' },
      blind: { '1/model.onnx': model([1, 3, 8, 8], [1, 3, 8, 8]) },
    });
    const { code, out } = await sibyl(['check', '.', '--json'], { cwd: folder });
    expect(code).toBe(1);
    const { ok, versions, skipped } = JSON.parse(out);
    expect(ok).toBe(false);
    const faults = Object.fromEntries(versions.map((row: any) => [row.model, row.faults]));
    expect(faults).toEqual({
      blind: [],
      evil: [expect.stringContaining("'../../secret' is not the plain name of a file beside the model")],
      good: [],
      short: ['labels: 2 are declared, but the model has 3 classes'],
    });
    expect(versions.find((row: any) => row.model === 'blind').notes).toEqual([
      expect.stringMatching(/^served as plain tensors: /),
    ]);
    expect(skipped).toEqual([
      { path: 'empty', reason: 'has no version with a model; expected 1/model.onnx in it' },
      { path: 'faulty/model.yaml', reason: "taks: unknown key; did you mean 'task'?" },
      { path: 'nolabels/model.yaml', reason: "labels: the file 'labels.txt' does not exist" },
    ]);
    const table = await sibyl(['check'], { cwd: folder, env: { MODEL_DIR: '.' } });
    expect(table.code).toBe(1);
    expect(table.out).toMatch(/\n2 in order, 5 not\n$/);
  });

  it('starts each version and ends it again with --load', async () => {
    const folder = repository({
      good: { '1/model.onnx': colours },
      unloadable: { '1/model.onnx': unloadable },
    });
    const quick = await sibyl(['check', folder]);
    expect(quick.code).toBe(0);
    const { code, out } = await sibyl(['check', folder, '--load', '--json']);
    expect(code).toBe(1);
    const [good, bad] = JSON.parse(out).versions;
    expect(good).toMatchObject({ model: 'good', ok: true, load: { memory_mb: expect.any(Number) } });
    expect(bad).toMatchObject({ model: 'unloadable', ok: false, load: null });
    expect(bad.faults.join()).toContain('NoSuchOperator');
    expect(out).not.toContain(folder.slice(1) + '/unloadable');
  });

  it('says that a folder is missing', async () => {
    const { code, out } = await sibyl(['check', 'nowhere'], { cwd: tmpdir() });
    expect(code).toBe(1);
    expect(out).toContain('the model folder does not exist');
  });
});

describeWithAcceptance('sibyl init for every model that the server serves', () => {
  const files = acceptanceDir ? onnxFiles(acceptancePath('models')) : ['none'];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sibyl-init-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(files)('%s is the same with the manifest as without', async (file) => {
    const path = acceptancePath(`models/${file}`);
    const before = await callInProcess(['inspect', path, '--json']);
    const manifest = join(folder, `${basename(file)}.yaml`);
    const written = await callInProcess(['init', path, '--stdout']);
    expect(written.code).toBe(before.code);
    expect(written.err).toBe(before.err);
    if (before.code !== 0) return;
    writeFileSync(manifest, written.out);
    const after = await callInProcess(['inspect', path, '--json', '--manifest', manifest]);
    expect(after.err).toBe('');
    expect(withoutOrigins(JSON.parse(after.out))).toEqual(withoutOrigins(JSON.parse(before.out)));
  });
});

function onnxFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.onnx'))
    .toSorted();
}

/** Facts without where they come from. */
function withoutOrigins(facts: any): object {
  return JSON.parse(JSON.stringify({ ...facts, notes: [] }), (_, value) => {
    if (value === null || typeof value !== 'object' || !('origin' in value)) return value;
    return { value: value.value };
  });
}
