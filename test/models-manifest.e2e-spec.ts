import { readManifest, type ReadManifest } from '../src/models/manifest/read-manifest.js';
import { ModelDir } from './support/model-folder.js';

let dir: ModelDir;

beforeEach(() => {
  dir = new ModelDir();
});

afterEach(() => {
  dir.remove();
});

const read = async (yaml: string, files: Record<string, Buffer | string> = {}): Promise<ReadManifest> => {
  dir.lay({ 'm/model.yaml': yaml, 'outside.txt': 'secret', ...files });
  return readManifest(dir.path('m/model.yaml'), 'model.yaml');
};

describe('a manifest with a label file', () => {
  it('takes its labels from beside the manifest', async () => {
    const { labels } = await read('labels: labels.txt', { 'm/labels.txt': 'a\nb\n' });
    expect(labels).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it.each<[string, Record<string, Buffer | string>, string]>([
    ['labels: none.txt', {}, "labels: the file 'none.txt' does not exist"],
    [
      'labels: ../outside.txt',
      {},
      "labels: '../outside.txt' is not the plain name of a file beside the manifest",
    ],
    ['labels: /etc/passwd', {}, "labels: '/etc/passwd' is not the plain name"],
    ['labels: 5', {}, 'labels: 5 is neither a list nor the name of a file'],
    ['labels: sub', { 'm/sub/x': '' }, "labels: the file 'sub' is not a regular file"],
    [
      'labels: l.txt',
      { 'm/l.txt': Buffer.from([0xff, 0xfe, 0x61]) },
      "labels: the file 'l.txt' is not UTF-8 text",
    ],
    [
      'labels: l.txt',
      { 'm/l.txt': Buffer.alloc(5_000_000, 'a') },
      "labels: the file 'l.txt' is larger than 4 MB",
    ],
    ['labels: l.txt', { 'm/l.txt': 'a\n\nb' }, 'labels: l.txt: line 2 is empty'],
  ])('%j is refused', async (yaml, files, fault) => {
    await expect(read(yaml, files)).rejects.toThrow(`model.yaml: ${fault}`);
  });

  it('names the faults of both in one error', async () => {
    await expect(read('labels: none.txt\ntask: x')).rejects.toMatchObject({ faults: { length: 2 } });
  });
});
