import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { sibyl } from './support/cli.js';
import { predict, send, waitFor } from './support/http.js';
import {
  acceptancePath,
  describeWithAcceptance,
  makeModelDir,
  type ModelEntry,
  removeModelDir,
} from './support/models.js';
import { startServer } from './support/server.js';
import { solid } from './support/small-server.js';

const COLOURS = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
const MANIFEST = `
labels: [red, green, blue]
input: {size: 16, mean: 0, std: 1, scale: 0.05}
versions: {policy: all}
`;

const folders: string[] = [];
const repository = (...entries: ModelEntry[]): string => {
  const folder = makeModelDir(entries);
  folders.push(folder);
  return folder;
};
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

afterAll(() => folders.forEach(removeModelDir));

const record = (...args: string[]) => sibyl(['golden', 'record', ...args]);
const classifier = (file: string) => ({ copyOf: acceptancePath(`models/2-classification/${file}`) });

describe('sibyl golden record', () => {
  let home: string;

  beforeAll(async () => {
    const [red, blue] = [await solid('#ff0000'), await solid('#0000ff')];
    const files = {
      'model.yaml': MANIFEST,
      '1/model.onnx': COLOURS,
      '2/model.onnx': COLOURS,
      'samples/red.png': red,
      'samples/blue.png': blue,
      'samples/notes.txt': 'nothing to run',
      'samples/expected.json': '{"neither": "row nor inputs"}',
    };
    const folder = repository(
      { name: 'colours', files },
      { name: 'echo', files: { '1/model.onnx': identityModel('int64', ['n']) } },
    );
    home = join(folder, 'colours');
  });

  it('records the pictures in the samples folder, and shows what was answered', async () => {
    const { code, out, err } = await record(home);
    expect([code, err]).toEqual([0, '']);
    expect(readdirSync(join(home, 'golden')).toSorted()).toEqual([
      'blue.json',
      'blue.png',
      'red.json',
      'red.png',
    ]);
    const { input, expected, ...rest } = readJson(join(home, 'golden/red.json'));
    expect(input).toEqual({ file: 'red.png' });
    expect(expected.classes[0]).toMatchObject({ label: 'red', class_id: 0 });
    expect(rest).toEqual({});
    expect(out).toMatch(/^red\n {2}\{"label":"red","class_id":0,"score":/m);
  });

  it('replaces nothing unless it is told to', async () => {
    const path = join(home, 'golden/red.json');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, 'broken');
    const refused = await record(home);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toBe('sibyl: golden/blue.json: is there already; --force replaces it\n');
    expect(readFileSync(path, 'utf8')).toBe('broken');
    expect((await record(home, '--force')).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('records one version for itself alone, with options', async () => {
    const input = join(home, 'samples/red.png');
    const { code, out } = await record(
      home,
      '--version',
      '2',
      '--input',
      input,
      '--options',
      '{"top_k": 1}',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).samples).toMatchObject([
      { name: 'red', expected: { classes: [{ label: 'red' }] } },
    ]);
    expect(readJson(join(home, '2/golden/red.json'))).toMatchObject({ options: { top_k: 1 } });
    expect(readdirSync(join(home, '1'))).toEqual(['model.onnx']);
  });

  it('records raw tensors from JSON', async () => {
    const echo = join(home, '../echo');
    const input = join(home, '../big.json');
    writeFileSync(input, '[{"name": "x", "shape": [2], "data": [1, "9007199254740993"]}]');
    expect((await record(echo, input)).code).toBe(0);
    expect(readJson(join(echo, 'golden/big.json')).expected).toEqual({
      outputs: [{ name: 'y', datatype: 'int64', shape: [2], data: [1, '9007199254740993'] }],
    });
  });

  it.each<[string, () => string[], number, string]>([
    ['a folder that is not there', () => ['nowhere'], 1, "'nowhere' does not exist"],
    ['a file in its place', () => [join(home, '1/model.onnx')], 2, "name the model's folder"],
    ['a version that is not there', () => [home, '--version', '9'], 1, '9/model.onnx'],
    ['a version that is no number', () => [home, '--version', 'new'], 2, "'new' is not a version number"],
    [
      'no inputs',
      () => [join(home, '../echo')],
      1,
      "no folder 'samples' with inputs; name some with --input",
    ],
    ['an input that is not there', () => [home, 'nothing.png'], 1, "'nothing.png' is not a file"],
    [
      'what is no picture',
      () => [home, join(home, 'samples/notes.txt')],
      1,
      'a file that is not a picture is not accepted',
    ],
    ['an unknown option', () => [home, '--options', '{"top": 1}', '--force'], 1, 'top: is not an option of'],
    ['options that are no JSON', () => [home, '--options', '{'], 2, '--options is not JSON'],
  ])('says what is wrong with %s', async (_, args, code, reason) => {
    const result = await record(...args());
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(reason);
  });
});

describeWithAcceptance('a model broken by quantisation', () => {
  it('is caught by samples that were recorded from the good one', async () => {
    const modelDir = repository({
      name: 'plants',
      files: {
        'model.yaml': `
task: image-classification
labels: labels.txt
input: {mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
versions: {policy: all}
`,
        'labels.txt': classifier('plantvillage15_labels.txt'),
        '1/model.onnx': classifier('plantvillage15_mobilenetv3s_fp32.onnx'),
      },
    });
    const leaves = ['potato_late_blight.JPG', 'pepper_bell_healthy.JPG'].map((name) =>
      acceptancePath(`images/leaves/${name}`),
    );
    const recorded = await record(join(modelDir, 'plants'), ...leaves);
    expect(recorded).toMatchObject({ code: 0, err: '' });
    const broken = readFileSync(
      acceptancePath('models/2-classification/plantvillage15_mobilenetv3s_int8.onnx'),
    );
    mkdirSync(join(modelDir, 'plants/2'));
    writeFileSync(join(modelDir, 'plants/2/model.onnx'), broken);
    const server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    try {
      await waitFor(async () => (await send(`${server.url}/health/startup`)).status === 200, {
        what: 'both versions to be tried',
        timeoutMs: 60_000,
      });
      const { versions } = (await send(`${server.url}/v1/models/plants`)).body;
      expect(versions).toMatchObject([
        { version: '1', state: 'ready', reason: null },
        {
          version: '2',
          state: 'failed',
          reason: expect.stringMatching(/golden sample 'p\w+': expected top label '\w+' [\d.]+, got '\w+' /),
        },
      ]);
      // Nobody who names no version meets the broken one.
      const file = { bytes: readFileSync(leaves[0]!), name: 'leaf.jpg' };
      expect((await predict(server.url, 'plants', file)).body.model.version).toBe('1');
    } finally {
      await server.stop();
    }
  });
});
