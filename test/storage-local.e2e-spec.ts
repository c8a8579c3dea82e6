import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import * as fc from 'fast-check';

import { LocalStorage } from '../src/storage/local-storage.js';
import { send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { runServerToItsEnd, startServer } from './support/server.js';

const run = promisify(execFile);
const SILENT = { operation() {}, fault() {}, recovered() {}, sent() {} };
const SECRET = 'what lies outside of the folder';

describe('the local folder', () => {
  let folder: string;
  let root: string;
  let outside: string;
  let faults: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sibyl-objects-'));
    root = join(folder, 'objects');
    outside = join(folder, 'outside.jpg');
    writeFileSync(outside, SECRET);
    faults = [];
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function open(limits: { maxObjectBytes?: number; quotaBytes?: number } = {}): Promise<LocalStorage> {
    const storage = new LocalStorage(
      root,
      { maxObjectBytes: 1_000_000, quotaBytes: 100_000_000, ...limits },
      { ...SILENT, fault: (reason) => faults.push(reason) },
    );
    await storage.open();
    return storage;
  }

  it('gives back the bytes and the type that were put, also after a restart', async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256));
    const { key } = await (await open()).put('uploads', bytes, 'image/webp');
    const again = await open();
    expect(await again.get(key)).toEqual({ bytes, contentType: 'image/webp' });
    expect(statSync(join(root, key)).mode & 0o777).toBe(0o600);
  });

  it('keeps a hundred objects that are put at once, and leaves nothing half written', async () => {
    const storage = await open();
    const keys = await Promise.all(
      Array.from({ length: 100 }, (_, i) => storage.put('results', Buffer.from(`object ${i}`), 'image/png')),
    );
    const texts = await Promise.all(keys.map(async ({ key }) => String((await storage.get(key))?.bytes)));
    expect(texts).toEqual(keys.map((_, i) => `object ${i}`));
    expect(readdirSync(join(root, '.drafts'))).toEqual([]);
  });

  it('forgets an object, and takes the removal of one that is gone', async () => {
    const storage = await open();
    const { key } = await storage.put('uploads', Buffer.from('a'), 'image/png');
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.get(key)).toBeUndefined();
    expect(storage.used).toBe(0);
  });

  it('removes drafts of a process that is gone, and those alone', async () => {
    const drafts = join(root, '.drafts');
    mkdirSync(drafts, { recursive: true });
    const id = '01938f0e-0000-7000-8000-000000000000';
    writeFileSync(join(drafts, `99999999-x-${id}`), 'half');
    writeFileSync(join(drafts, 'notes.txt'), 'of a person');
    await open();
    expect(readdirSync(drafts)).toEqual(['notes.txt']);
  });

  it('refuses what is larger than one object may be, without being degraded by it', async () => {
    const storage = await open({ maxObjectBytes: 1000 });
    await expect(storage.put('uploads', Buffer.alloc(1001), 'image/png')).rejects.toThrow(
      '1000 bytes at most',
    );
    expect(storage.status.state).toBe('up');
  });

  it('is degraded when its quota is used up, counts what earlier servers kept, and recovers with room', async () => {
    const { key } = await (await open()).put('uploads', Buffer.alloc(900), 'image/png');
    const storage = await open({ quotaBytes: 1000 });
    await expect(storage.put('uploads', Buffer.alloc(200), 'image/png')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining('STORAGE_QUOTA_MB is used up'),
    });
    expect(storage.status).toMatchObject({ state: 'degraded', reason: 'STORAGE_QUOTA_MB is used up' });
    expect(faults).toEqual(['STORAGE_QUOTA_MB is used up']);
    await storage.delete(key);
    await storage.put('uploads', Buffer.alloc(200), 'image/png');
    expect(storage.status).toMatchObject({ state: 'up', reason: null });
  });

  it('says what is wrong with its folder, and recovers when that is mended', async () => {
    writeFileSync(root, 'a file where the folder should be');
    const storage = await open();
    await expect(storage.put('uploads', Buffer.from('a'), 'image/png')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    await expect(storage.probe()).rejects.toThrow('the storage of uploads and results is not available');
    expect(storage.status.state).toBe('degraded');
    rmSync(root);
    await storage.probe();
    expect(storage.status).toMatchObject({ state: 'up', reason: null });
  });

  it('follows no link: not in place of an object, not in place of a folder', async () => {
    const storage = await open();
    const { key } = await storage.put('uploads', Buffer.from('mine'), 'image/jpeg');
    rmSync(join(root, key));
    symlinkSync(outside, join(root, key));
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    rmSync(dirname(join(root, key)), { recursive: true });
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, basename(key)), SECRET);
    symlinkSync(elsewhere, dirname(join(root, key)));
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await expect(storage.put('uploads', Buffer.from('mine'), 'image/jpeg')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    await expect(storage.delete(key)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(readdirSync(elsewhere)).toEqual([basename(key)]);
    expect(readFileSync(outside, 'utf8')).toBe(SECRET);
  });

  it('reads and removes nothing outside of it under 5,000 hostile keys', async () => {
    const storage = await open();
    const { key } = await storage.put('uploads', Buffer.from('mine'), 'image/jpeg');
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '..\\', '%2e%2e', 'uploads', 'outside.jpg', key, outside, '\0', '~'),
      fc.string({ maxLength: 8 }),
    );
    const hostile = fc
      .tuple(fc.constantFrom('', '/', './', key), fc.array(part, { maxLength: 6 }))
      .map(([start, parts]) => start + parts.join('/'))
      .filter((text) => text !== key);
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect(await storage.get(text)).toBeUndefined();
        await storage.delete(text);
        await expect(async () => storage.put('uploads', Buffer.from('x'), 'image/png', text)).rejects.toThrow(
          'a key that newObjectKey did not make',
        );
      }),
      { numRuns: 5000 },
    );
    expect(readFileSync(outside, 'utf8')).toBe(SECRET);
    expect(readdirSync(folder).toSorted()).toEqual(['objects', 'outside.jpg']);
    expect(String((await storage.get(key))?.bytes)).toBe('mine');
  });
});

/** A small file system of its own for one process, where the kernel lets an ordinary user have one. */
const ON_A_SMALL_DISK = `
import { LocalStorage } from './dist/src/storage/local-storage.js';
const [root] = process.argv.slice(-1);
const storage = new LocalStorage(root, { maxObjectBytes: 1e6, quotaBytes: 1e9 },
  { operation() {}, fault() {}, recovered() {}, sent() {} });
await storage.open();
const keys = [];
let refusal;
for (let i = 0; i < 100 && !refusal; i++)
  await storage.put('uploads', Buffer.alloc(20000, i), 'image/png').then(({ key }) => keys.push(key), (e) => (refusal = e));
const whole = (await Promise.all(keys.map((key) => storage.get(key)))).filter((it) => it?.bytes.length === 20000).length;
const { state } = storage.status;
await storage.delete(keys[0]);
await storage.put('uploads', Buffer.alloc(20000), 'image/png');
console.log(JSON.stringify({ kept: keys.length, whole, code: refusal.code, message: refusal.message, state, after: storage.status.state }));
`;

describe('a full disk', () => {
  it('is told, costs no object that was kept, and is over as soon as there is room', async () => {
    const mount = mkdtempSync(join(tmpdir(), 'sibyl-small-disk-'));
    const inside = (script: string, ...args: string[]) =>
      run('unshare', ['-rm', 'sh', '-c', script, 'sh', mount, ...args], { cwd: join(__dirname, '..') });
    try {
      const small = 'mount -t tmpfs -o size=512k none "$1"';
      const isAllowed = await inside(small).then(
        () => true,
        () => false,
      );
      if (!isAllowed) {
        process.stderr.write('skipped: this system lets nobody mount a small disk (unshare -rm)\n');
        return;
      }
      const { stdout } = await inside(
        `${small} && exec node --input-type=module --eval "$2" "$1/objects"`,
        ON_A_SMALL_DISK,
      );
      const seen = JSON.parse(stdout) as Record<string, unknown>;
      expect(seen).toMatchObject({ code: 'STORAGE_UNAVAILABLE', state: 'degraded', after: 'up' });
      expect(seen['message']).toBe('the storage of uploads and results is not available: the disk is full');
      expect(seen['kept']).toBeGreaterThan(10);
      expect(seen['whole']).toBe(seen['kept']);
    } finally {
      rmSync(mount, { recursive: true, force: true });
    }
  });
});

describe('the server', () => {
  it('says in its health whether objects can be kept, and stays ready when they cannot', async () => {
    const modelDir = makeModelDir([]);
    const folder = mkdtempSync(join(tmpdir(), 'sibyl-storage-'));
    writeFileSync(join(folder, 'file'), '');
    const env = { DATABASE_MODE: 'off', READINESS_STRICT: 'none', STORAGE_DIR: join(folder, 'file') };
    const server = await startServer({ modelDir, env });
    try {
      const deep = await send(`${server.url}/health/deep`);
      expect(deep.body.details.storage).toMatchObject({ status: 'degraded', driver: 'local' });
      const ready = await send(`${server.url}/health/ready`);
      expect(ready.status).toBe(200);
      expect(ready.body.details.storage.message).toBe(
        'the storage of uploads and results is not available: a part of the folder is a file',
      );
      expect(JSON.stringify(deep.body)).not.toContain(folder);
    } finally {
      await server.stop();
      removeModelDir(modelDir);
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('does not start with a driver that is none', async () => {
    const { code, output } = await runServerToItsEnd({ env: { STORAGE_DRIVER: 'ftp' } });
    expect(code).toBe(78);
    expect(output).toContain(
      'STORAGE_DRIVER must be one of the following values: none, local, s3, cloudinary',
    );
  });
});
