import { symlinkSync } from 'node:fs';

import { scanRepository } from '../src/models/repository/scan-repository.js';
import { identityModel } from './fixtures/onnx-writer.js';
import { ModelDir } from './support/model-folder.js';

const MODEL = identityModel('float32', [1]);
const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';

let dir: ModelDir;

beforeEach(() => {
  dir = new ModelDir();
});

afterEach(() => {
  dir.remove();
});

/** The served versions by model, and the reasons by skipped path. */
async function scan(): Promise<{ found: Record<string, string[]>; skipped: Record<string, string> }> {
  const { found, skipped } = await scanRepository(dir.root);
  return {
    found: Object.fromEntries(
      found.map((model) => [model.name, model.versions.map(({ version }) => version)]),
    ),
    skipped: Object.fromEntries(skipped.map(({ path, reason }) => [path, reason])),
  };
}

describe('the model repository', () => {
  it('finds folders, flat folders and bare files, in the order of their names', async () => {
    dir.lay({
      'b-folder/model.yaml': 'labels: [a]',
      'b-folder/2/model.onnx': MODEL,
      'c.flat/model.onnx': MODEL,
      'a_bare.onnx': MODEL,
      'a_bare.yaml': 'description: bare',
    });
    const { found, skipped } = await scanRepository(dir.root);
    expect(skipped).toEqual([]);
    expect(found.map(({ name, versions }) => [name, versions[0]])).toEqual([
      ['a_bare', { version: '1', modelPath: expect.stringContaining('a_bare.onnx'), sharedFolder: true }],
      ['b-folder', { version: '2', modelPath: expect.stringContaining('2/model.onnx'), sharedFolder: false }],
      [
        'c.flat',
        { version: '1', modelPath: expect.stringContaining('c.flat/model.onnx'), sharedFolder: false },
      ],
    ]);
    expect(found[0]).toMatchObject({ manifest: { description: 'bare' }, labels: null });
    expect(found[1]).toMatchObject({ labels: [{ name: 'a' }] });
    expect(found[2]).toMatchObject({ manifestPath: null });
  });

  it.each([
    ['', ['10']],
    ['versions: {policy: latest}', ['10']],
    ['versions: {policy: all}', ['1', '9', '10']],
    ['versions: {policy: [9, 1]}', ['1', '9']],
  ])('serves by %j the versions %j', async (manifest, versions) => {
    dir.lay({
      'm/model.yaml': manifest,
      'm/1/model.onnx': MODEL,
      'm/9/model.onnx': MODEL,
      'm/10/model.onnx': MODEL,
    });
    const { found } = await scanRepository(dir.root);
    expect(found[0]?.versions.map(({ version }) => version)).toEqual(versions);
    expect(found[0]?.availableVersions).toEqual(['1', '9', '10']);
  });

  it('passes over hidden entries, other files and folders without a model', async () => {
    dir.lay({
      '.hidden/1/model.onnx': MODEL,
      '.hidden.onnx': MODEL,
      'README.md': 'hello',
      'training/net/train.py': 'pass',
      'm/1/model.onnx': MODEL,
      'm/.cache/x.onnx': MODEL,
      'm/golden/case.json': '{}',
    });
    expect(await scan()).toEqual({ found: { m: ['1'] }, skipped: {} });
  });

  it('goes on past everything that cannot be served, and says why', async () => {
    dir.lay({
      'good/1/model.onnx': MODEL,
      'no-versions/model.yaml': 'task: tensor',
      'empty-version/1/readme.txt': 'nothing',
      'pointer/1/model.onnx': LFS,
      'text.onnx': 'Not Found',
      'older/1/model.onnx': MODEL,
      'older/2/model.onnx': LFS,
      'leading/01/model.onnx': MODEL,
      'named/v1/model.onnx': MODEL,
      'loose/net.onnx': MODEL,
      'bad name/1/model.onnx': MODEL,
      '-dash.onnx': MODEL,
      'broken/model.yaml': 'input: {color: RBG}\noutput: {top_k: 0}',
      'broken/1/model.onnx': MODEL,
      'policy/model.yaml': 'versions: {policy: [3]}',
      'policy/1/model.onnx': MODEL,
      'twice/1/model.onnx': MODEL,
      'twice/model.onnx': MODEL,
    });
    expect(await scan()).toEqual({
      found: { good: ['1'], older: ['1'], twice: ['1'] },
      skipped: {
        'no-versions': 'has no version with a model; expected 1/model.onnx in it',
        'empty-version/1': 'holds no model.onnx',
        'pointer/1/model.onnx': expect.stringContaining('is a Git LFS pointer'),
        'text.onnx': 'is a text file, not an ONNX model',
        'older/2/model.onnx': expect.stringContaining('git lfs pull'),
        'leading/01': 'is not a version number: write 1',
        'named/v1': 'is not a version number; versions are folders 1, 2, 3, ...',
        'loose/net.onnx': 'is not where a model is looked for; move it to loose/<n>/model.onnx',
        'bad name': expect.stringContaining('a model name has 1 to 128 of'),
        '-dash.onnx': expect.stringContaining('a model name has 1 to 128 of'),
        'broken/model.yaml':
          "input.color: 'RBG' is not one of RGB, BGR, GRAY; output.top_k: 0 is not a whole number from 1 to 10000",
        'policy/model.yaml': 'versions.policy: there is no version 3; available: 1',
        'twice/model.onnx': 'would be version 1, which twice/1/model.onnx is already',
      },
    });
  });

  it("serves the model of a repository of Hugging Face's hub, and says which it does not", async () => {
    dir.lay({
      'hub/onnx/model.onnx': MODEL,
      'hub/onnx/model_fp16.onnx': MODEL,
      'both/model.onnx': MODEL,
      'both/onnx/model.onnx': MODEL,
      'versions/2/model.onnx': MODEL,
      'versions/onnx/model.onnx': MODEL,
      'small/onnx/model_int8.onnx': MODEL,
      'pointer/onnx/model.onnx': LFS,
      'no-model/onnx/notes.txt': 'x',
    });
    expect(await scan()).toEqual({
      found: { hub: ['1'], both: ['1'], versions: ['2'] },
      skipped: {
        'both/onnx/model.onnx': 'would be version 1, which both has already',
        'small/onnx': 'holds model_int8.onnx; call the one that is to be served model.onnx',
        'pointer/onnx/model.onnx': expect.stringContaining('is a Git LFS pointer'),
      },
    });
  });

  it.each([
    ['served', MODEL],
    ['broken', LFS],
  ])('gives the name to the folder, be it %s', async (_, content) => {
    dir.lay({ 'm/1/model.onnx': content, 'm.onnx': MODEL });
    const { found, skipped } = await scan();
    expect(Object.keys(found)).toEqual(content === MODEL ? ['m'] : []);
    expect(skipped['m.onnx']).toBe(
      "there is a folder 'm' too, which has the name; move the file to m/<n>/model.onnx",
    );
  });

  it('follows no symbolic link', async () => {
    dir.lay({
      'real/1/model.onnx': MODEL,
      'filed/1/x': '',
      'versioned/model.yaml': '',
      'declared/1/model.onnx': MODEL,
    });
    symlinkSync(dir.path('real'), dir.path('linked'));
    symlinkSync(dir.path('real/1/model.onnx'), dir.path('bare.onnx'));
    symlinkSync(dir.path('real/1/model.onnx'), dir.path('filed/1/model.onnx'));
    symlinkSync(dir.path('real/1'), dir.path('versioned/1'));
    symlinkSync('/etc/hostname', dir.path('declared/model.yaml'));
    const { found, skipped } = await scan();
    expect(Object.keys(found)).toEqual(['real']);
    expect(skipped).toEqual({
      linked: 'is a symbolic link, which is not followed',
      'bare.onnx': 'is a symbolic link, which is not followed',
      'filed/1/model.onnx': 'model.onnx is a symbolic link, which is not followed',
      'versioned/1': 'is a symbolic link, which is not followed',
      'declared/model.yaml': 'is a symbolic link, which is not followed',
    });
  });

  it('may itself be a link, as mounted volumes are', async () => {
    dir.lay({ 'real/m/1/model.onnx': MODEL });
    symlinkSync(dir.path('real'), dir.path('mounted'));
    expect((await scanRepository(dir.path('mounted'))).found).toHaveLength(1);
  });

  it('says what is the matter when there is nothing', async () => {
    expect(await scan()).toEqual({
      found: {},
      skipped: { '.': 'the model folder holds no model; expected name/1/model.onnx or name.onnx' },
    });
    expect(await scanRepository(dir.path('nowhere'))).toEqual({
      found: [],
      skipped: [{ path: '.', reason: 'the model folder does not exist' }],
      unread: 'the model folder does not exist',
    });
    dir.lay({ file: 'x' });
    expect((await scanRepository(dir.path('file'))).skipped[0]?.reason).toMatch(/cannot be read \(ENOTDIR\)/);
  });
});
