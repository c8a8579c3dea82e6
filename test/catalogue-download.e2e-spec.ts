import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CATALOGUE } from '../src/cli/catalogue/catalogue.js';
import { addressOf } from '../src/cli/catalogue/catalogue-entry.js';
import { downloadFile } from '../src/cli/catalogue/download-file.js';
import { parseManifest } from '../src/models/manifest/parse-manifest.js';
import { sibyl } from './support/cli.js';
import { type Behaviour, FileServer, startProxy } from './support/services/file-server.js';

const CONTENT = randomBytes(300_000);
const sha256 = createHash('sha256').update(CONTENT).digest('hex');
const server = new FileServer();

function behave(behaviour: Behaviour, times = Infinity): void {
  server.behaviour = behaviour;
  server.badTimes = times;
}

describe('a download', () => {
  let folder: string;
  let path: string;
  let seen: number[];

  beforeAll(async () => {
    await server.start();
    server.files.set('/file', CONTENT);
  });
  afterAll(() => server.stop());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sibyl-download-'));
    path = join(folder, 'deep', 'file');
    seen = [];
    server.reset();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const download = (changes: { timeoutMs?: number; url?: string } = {}): Promise<void> =>
    downloadFile({
      url: `${server.url}/file`,
      path,
      bytes: CONTENT.length,
      sha256,
      timeoutMs: 10_000,
      progress: (done) => seen.push(done),
      ...changes,
    });

  function expectWhole(): void {
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['file']);
    expect(seen.at(-1)).toBe(CONTENT.length);
  }

  it('gives the file its name once all of it is there', async () => {
    await download();
    expectWhole();
    expect(server.ranges).toEqual([undefined]);
  });

  it('follows redirects', async () => {
    behave('redirects');
    await download();
    expectWhole();
  });

  it('goes on where the connection broke off', async () => {
    behave('breaks off', 2);
    await download();
    expectWhole();
    expect(server.ranges).toHaveLength(3);
    expect(server.ranges[0]).toBeUndefined();
    expect(server.ranges[2]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('goes on when the server falls silent', async () => {
    behave('falls silent', 1);
    await download({ timeoutMs: 1000 });
    expectWhole();
    expect(server.ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('goes on in a later call', async () => {
    behave('breaks off');
    await expect(download()).rejects.toThrow('what has come is kept: call it again to go on');
    const kept = statSync(`${path}.part`).size;
    expect(kept).toBeGreaterThan(CONTENT.length / 2);
    behave('well');
    await download();
    expectWhole();
    expect(server.ranges.at(-1)).toBe(`bytes=${kept}-`);
  });

  it.each(['no ranges', 'well'] as const)(
    'begins anew where the server (%s) cannot go on with the same file',
    async (then) => {
      behave('breaks off');
      await expect(download()).rejects.toThrow('call it again');
      behave(then);
      server.etag = '"two"';
      await download();
      expectWhole();
    },
  );

  it('tries again after an error of the server', async () => {
    behave('error', 2);
    await download();
    expectWhole();
  });

  it.each([
    ['wrong bytes', 'has another content than it should'],
    ['too much', 'sends more than the 300000 bytes it should'],
    ['missing', 'answers 404; --base-url names another place'],
  ] as const)('keeps nothing of %s', async (behaviour, reason) => {
    behave(behaviour);
    await expect(download()).rejects.toThrow(reason);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(`${path}.part`)).toBe(false);
    behave('well');
    await download();
    expectWhole();
  });

  it('does not trust what an earlier call has left', async () => {
    behave('breaks off');
    await expect(download()).rejects.toThrow('call it again');
    writeFileSync(`${path}.part`, randomBytes(statSync(`${path}.part`).size));
    behave('well');
    await expect(download()).rejects.toThrow('another content');
    await download();
    expectWhole();
  });

  it('says that nothing answers', async () => {
    await expect(download({ url: 'http://127.0.0.1:9/file' })).rejects.toThrow('call it again to go on');
  });
});

describe('sibyl pull', () => {
  let modelDir: string;

  beforeEach(() => {
    modelDir = mkdtempSync(join(tmpdir(), 'sibyl-pull-'));
  });
  afterEach(() => rmSync(modelDir, { recursive: true, force: true }));

  it('lists names, licences and sizes', async () => {
    const { code, out } = await sibyl(['pull', '--list'], { env: { MODEL_DIR: modelDir } });
    expect(code).toBe(0);
    for (const { name, licence } of CATALOGUE) expect(out).toContain(`${name} (${licence}`);
  });

  it('fetches nothing before the licence is accepted', async () => {
    const { code, out, err } = await sibyl(['pull', 'mnist', '--base-url', 'http://127.0.0.1:9'], {
      env: { MODEL_DIR: modelDir },
    });
    expect(code).toBe(2);
    expect(out).toContain('mnist: MIT, by Microsoft');
    expect(err).toContain('--accept-licence');
    expect(readdirSync(modelDir)).toEqual([]);
  });

  it.each([
    [['pull'], 2, 'name a model'],
    [['pull', 'yolo-nano'], 1, "did you mean 'yolox-nano'?"],
    [['pull', 'mnist', '--timeout', 'soon', '--accept-licence'], 2, '--timeout is a number of seconds'],
  ])('says of %j what would be right', async (args, exitCode, words) => {
    const { code, err } = await sibyl(args, { env: { MODEL_DIR: modelDir } });
    expect(code).toBe(exitCode);
    expect(err).toContain(words);
  });

  it('goes through the proxy of the environment, and past it for the hosts that NO_PROXY names', async () => {
    const files = await new FileServer().start();
    const proxy = await startProxy();
    const args = ['pull', 'mnist', '--accept-licence', '--base-url', files.url];
    files.behaviour = 'missing';
    try {
      const env = { MODEL_DIR: modelDir, HTTP_PROXY: proxy.url };
      expect((await sibyl(args, { env })).err).toContain('answers 404');
      expect(proxy.tunnels).toEqual([new URL(files.url).host]);
      expect((await sibyl(args, { env: { ...env, NO_PROXY: '127.0.0.1' } })).err).toContain('answers 404');
      expect(proxy.tunnels).toHaveLength(1);
    } finally {
      await Promise.all([files.stop(), proxy.stop()]);
    }
  });
});

describe('the catalogue', () => {
  it('has manifests without faults, one model a name, and parts that it has too', () => {
    const names = CATALOGUE.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { manifest, requires } of CATALOGUE) {
      expect(parseManifest(manifest, 'model.yaml').faults).toEqual([]);
      expect(requires.filter((name) => !names.includes(name))).toEqual([]);
    }
  });

  it('pins each file by commit and digest', () => {
    for (const file of CATALOGUE.flatMap((entry) => entry.files)) {
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(addressOf(file, 'https://mirror/')).toMatch(
        /^https:\/\/mirror\/[\w-]+\/[\w.-]+\/[0-9a-f]{10,40}\/\S+$/,
      );
    }
  });
});
