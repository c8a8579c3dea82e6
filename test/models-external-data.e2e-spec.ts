import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';

import { prepareVersion } from '../src/models/derive/prepare-version.js';
import { readOnnxFile } from '../src/models/onnx-reader/onnx-file.js';
import { scanRepository } from '../src/models/repository/scan-repository.js';
import { channelMeanClassifier, identityModel, onnxModel } from './fixtures/onnx-writer.js';
import { ModelDir } from './support/model-folder.js';

const DEFAULTS = {
  executors: 1,
  memoryLimitMb: 512,
  warmupRuns: 1,
  cacheTtlSeconds: 60,
  maxTensorBytes: 1048576,
};
const MODEL = identityModel('float32', [1]);

let dir: ModelDir;

beforeEach(() => {
  dir = new ModelDir();
});

afterEach(() => {
  dir.remove();
});

const prepare = async (
  external: Record<string, string>,
  files: Record<string, string> = {},
  path = 'm/1/model.onnx',
) => {
  const bytes = onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1] }],
    outputs: [{ name: 'y', type: 'float32', dims: [1] }],
    nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [{ name: 'w', type: 'float32', dims: [1], external }],
  });
  dir.lay({ [path]: bytes, 'm/1/w.bin': '12345678', 'm/1/.env': 'SECRET=1', 'other.bin': 'x', ...files });
  const model = (await scanRepository(dir.root)).found[0]!;
  return { bytes, prepared: await prepareVersion(model, model.versions[0]!, DEFAULTS) };
};

describe('external data', () => {
  it('is part of the size and of the digest, by name and content', async () => {
    const { bytes, prepared } = await prepare({ location: 'w.bin', offset: '4', length: '4' });
    const expected = createHash('sha256').update(bytes).update('\0w.bin\x008\x0012345678').digest('hex');
    expect(prepared.spec.digest).toBe(expected);
    expect(prepared.sizeBytes).toBe(bytes.length + 8);
  });

  it('changes the digest when only it changes', async () => {
    const first = await prepare({ location: 'w.bin' });
    const second = await prepare({ location: 'w.bin' }, { 'm/1/w.bin': '12345679' });
    expect(second.prepared.spec.digest).not.toBe(first.prepared.spec.digest);
  });

  it.each([
    [
      { location: '../../other.bin' },
      /'\.\.\/\.\.\/other\.bin' is not the plain name of a file beside the model/,
    ],
    [{ location: '/proc/self/environ' }, /is not the plain name/],
    [{ location: '.env' }, /is not the plain name/],
    [{ location: '..' }, /is not the plain name/],
    [{ location: 'C:\\x' }, /is not the plain name/],
    [{ location: '*/_ORT_MEM_ADDR_/*' }, /is not the plain name/],
    [{ location: 'model.onnx' }, /is not the plain name/],
    [{}, /it does not say in which/],
    [{ location: 'gone.bin' }, /'gone\.bin' does not exist beside the model/],
    [{ location: 'w.bin', offset: '4', length: '5' }, /'w\.bin' is cut off: 9 bytes are needed, it has 8/],
    [{ location: 'w.bin', offset: '-1' }, /is not a whole number/],
    [{ location: 'w.bin', length: '1e3x' }, /is not a whole number/],
  ] as [Record<string, string>, RegExp][])('%j is refused', async (external, reason) => {
    await expect(prepare(external)).rejects.toMatchObject({
      name: 'ModelFileError',
      reason: expect.stringMatching(reason),
    });
  });

  it('is refused behind a symbolic link', async () => {
    dir.lay({ 'm/1/x': '' });
    symlinkSync('/etc/hostname', dir.path('m/1/l.bin'));
    await expect(prepare({ location: 'l.bin' })).rejects.toThrow(/'l\.bin' is a symbolic link/);
  });

  it('is refused where other models lie in the folder', async () => {
    await expect(prepare({ location: 'other.bin' }, {}, 'a.onnx')).rejects.toThrow(
      "a.onnx keeps the tensor 'w' in another file: a model with external data needs a folder of its own",
    );
  });
});

describe('a version on disk', () => {
  it('becomes a spec, with the digest that sha256sum prints', async () => {
    const bytes = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });
    dir.lay({ 'm/1/model.onnx': bytes, 'm/model.yaml': 'labels: [red, green, blue]' });
    const model = (await scanRepository(dir.root)).found[0]!;
    const { spec, sizeBytes } = await prepareVersion(model, model.versions[0]!, DEFAULTS);
    expect(spec).toMatchObject({
      name: 'm',
      version: '1',
      digest: createHash('sha256').update(bytes).digest('hex'),
      inputs: [{ name: 'image', type: 'float32', dims: ['n', 3, 8, 8] }],
      outputs: [{ name: 'logits', type: 'float32', dims: ['n', 3] }],
      task: { kind: 'image-classification', labels: [{ name: 'red' }, { name: 'green' }, { name: 'blue' }] },
    });
    expect(sizeBytes).toBe(bytes.length);
  });

  it.each([
    ['gone.onnx', 'gone.onnx does not exist'],
    ['folder', 'folder is not a regular file'],
    ['link.onnx', 'link.onnx is a symbolic link, which is not followed'],
  ])('%s is refused without a word about folders', async (name, message) => {
    dir.lay({ 'folder/x': '', 'real.onnx': MODEL });
    symlinkSync(dir.path('real.onnx'), dir.path('link.onnx'));
    await expect(readOnnxFile(dir.path(name))).rejects.toThrow(new Error(message));
  });
});
