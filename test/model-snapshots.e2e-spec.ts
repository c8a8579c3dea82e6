import { existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { externalFiles } from '../src/models/onnx-reader/external-data.js';
import { modelDigest } from '../src/models/onnx-reader/model-digest.js';
import { ModelSnapshots } from '../src/models/snapshot/model-snapshots.js';
import { ModelDir } from './support/model-folder.js';

const YESTERDAY = new Date(Date.now() - 25 * 3_600_000);

let dir: ModelDir;
let store: string;
let snapshots: ModelSnapshots;

beforeEach(() => {
  dir = new ModelDir();
  store = join(dir.root, 'store');
  snapshots = new ModelSnapshots(store);
});

afterEach(() => dir.remove());

async function source(bytes: string, weights?: string) {
  dir.lay({ 'm/1/model.onnx': bytes, ...(weights === undefined ? {} : { 'm/1/w.bin': weights }) });
  const modelPath = join(dir.root, 'm/1/model.onnx');
  const tensors = weights === undefined ? [] : [{ tensor: 'w', location: 'w.bin', offset: 0, length: null }];
  const external = await externalFiles(modelPath, tensors, false);
  return { modelPath, external, digest: await modelDigest(modelPath, external) };
}

describe('private copies of model files', () => {
  it('hold the bytes that were checked when the original is overwritten in place', async () => {
    const files = await source('graph', 'weights');
    const path = await snapshots.keep(files);
    writeFileSync(files.modelPath, 'other');
    expect(readFileSync(path, 'utf8')).toBe('graph');
    expect(readFileSync(join(dirname(path), 'w.bin'), 'utf8')).toBe('weights');
    expect(basename(dirname(path))).toBe(files.digest);
  });

  it('are made once', async () => {
    const files = await source('graph');
    const path = await snapshots.keep(files);
    utimesSync(path, YESTERDAY, YESTERDAY);
    expect(await snapshots.keep(files)).toBe(path);
    expect(readdirSync(store)).toEqual([files.digest]);
  });

  it('are made again when one is damaged', async () => {
    const files = await source('graph');
    writeFileSync(await snapshots.keep(files), 'gr');
    expect(readFileSync(await snapshots.keep(files), 'utf8')).toBe('graph');
  });

  it('are refused when the file changed after its digest was taken, and leave nothing behind', async () => {
    const files = await source('graph');
    writeFileSync(files.modelPath, 'grapes');
    await expect(snapshots.keep(files)).rejects.toThrow('changed while it was being read');
    expect(readdirSync(store)).toEqual([]);
  });

  it('are made by two at the same time', async () => {
    const files = await source('graph');
    const paths = await Promise.all([snapshots.keep(files), snapshots.keep(files)]);
    expect(new Set(paths).size).toBe(1);
    expect(readdirSync(store)).toEqual([files.digest]);
  });

  it('are removed a day after their last use', async () => {
    for (const name of ['used', 'old', 'new']) mkdirSync(join(store, name), { recursive: true });
    for (const name of ['used', 'old']) utimesSync(join(store, name), YESTERDAY, YESTERDAY);
    await snapshots.prune(new Set(['used']));
    expect(readdirSync(store).toSorted()).toEqual(['new', 'used']);
    expect(existsSync(join(store, 'old'))).toBe(false);
  });
});
