import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CATALOGUE } from '../src/cli/catalogue/catalogue.js';
import { sibyl } from './support/cli.js';
import { predict } from './support/http.js';
import { acceptancePath, describeWithAcceptance } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { FileServer } from './support/services/file-server.js';

interface ListedFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly source: string;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const PULLED = ['yolox-nano', 'yunet', 'mnist', 'head-pose'];
const PARTS = ['fsanet-1x1', 'fsanet-var', 'ultraface-rfb-320'];
/** Names of the reference for models of the catalogue. */
const FACES = { 'ultraface-rfb-320': 'version-RFB-320', yunet: 'yunet_n_320_320' } as const;

const readJson = (path: string): any => JSON.parse(readFileSync(acceptancePath(path), 'utf8'));

describeWithAcceptance('models of the catalogue', () => {
  const files = new FileServer();
  const told: Record<string, string> = {};
  let modelDir: string;
  let server: RunningServer;

  beforeAll(async () => {
    await files.start();
    for (const { listed, path, pinned } of pinnedFiles())
      files.files.set(
        `/${pinned.repository}/${pinned.commit}/${path}`,
        readFileSync(acceptancePath(listed.file)),
      );
    modelDir = mkdtempSync(join(tmpdir(), 'sibyl-catalogue-'));
    const env = { MODEL_DIR: modelDir, CATALOGUE_URL: files.url };
    for (const name of PULLED) {
      const sample = name === 'head-pose' ? ['--sample', acceptancePath('images/photos/zidane.jpg')] : [];
      const options = { env, limitMs: 120_000 };
      const { code, out, err } = await sibyl(['pull', name, '--accept-licence', ...sample], options);
      told[name] = out + err;
      if (code !== 0) throw new Error(`${name}: ${told[name]}`);
    }
    server = await startServer({ modelDir, startLimitMs: 180_000 });
    await server.waitUntilReady(120_000);
  }, 600_000);

  afterAll(async () => {
    await server?.stop();
    await files.stop();
    rmSync(modelDir, { recursive: true, force: true });
  });

  async function ask(model: string, image: string): Promise<any> {
    const bytes = readFileSync(acceptancePath(image));
    const { status, body } = await predict(server.url, model, { bytes, name: image });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body;
  }

  it('have the sizes, digests and commits of the files that were checked', () => {
    const checked = pinnedFiles();
    expect(checked).toHaveLength(CATALOGUE.flatMap((entry) => entry.files).length);
    for (const { listed, pinned, commit } of checked) {
      const { bytes, sha256 } = pinned;
      expect({ bytes, sha256 }).toEqual({ bytes: listed.bytes, sha256: listed.sha256 });
      expect(pinned.commit.startsWith(commit)).toBe(true);
    }
  });

  it('come whole, with a manifest, a card, a golden sample, and nothing left over', () => {
    expect(readdirSync(modelDir).toSorted()).toEqual(['.pull', ...PULLED, ...PARTS].toSorted());
    expect(readdirSync(join(modelDir, '.pull'))).toEqual([]);
    for (const name of [...PULLED, ...PARTS]) {
      const names = readdirSync(join(modelDir, name));
      expect(names).toEqual(expect.arrayContaining(['README.md', 'golden', 'model.yaml']));
      const licence = CATALOGUE.find((entry) => entry.name === name)?.licence ?? 'none';
      const card = readFileSync(join(modelDir, name, 'README.md'), 'utf8');
      expect(card).toContain(`under the ${licence} licence`);
    }
  });

  it('are told with their licences and with how far they are', () => {
    expect(told['head-pose']).toContain('ultraface-rfb-320: MIT');
    expect(told['head-pose']).toContain('fsanet-1x1: MIT');
    expect(told['yolox-nano']).toContain('yolox-nano: 100 % of 3.7 MB');
    expect(told['mnist']).toContain('installed: mnist (golden sample: digit)');
  });

  it('are not fetched twice', async () => {
    const before = files.ranges.length;
    const env = { MODEL_DIR: modelDir, CATALOGUE_URL: files.url };
    const { code, out } = await sibyl(['pull', 'mnist'], { env });
    expect(code).toBe(0);
    expect(out).toBe("'mnist' is installed already; remove its folder to fetch it anew\n");
    expect(files.ranges).toHaveLength(before);
    expect((await sibyl(['pull', '--list'], { env })).out).toContain('yunet (Apache-2.0, 0.3 MB, installed)');
  });

  it('find on photographs what the reference finds: yolox-nano', async () => {
    const { results } = readJson('expected/yolox_nano.json');
    const cases = results.filter((each: any) => each.resample === 'cv');
    expect(cases.length).toBeGreaterThan(0);
    for (const { image, detections } of cases) {
      const found = (await ask('yolox-nano', image)).result.detections;
      for (const { label, box } of detections.filter((each: any) => each.score > 0.33))
        expect(found.some((each: any) => each.label === label && iou(each.box, box) > 0.9)).toBe(true);
    }
  });

  it.each(Object.entries(FACES))('find the faces of the reference: %s', async (name, reference) => {
    const { results } = readJson('expected/face.json');
    const cases = results.filter(
      (each: any) => each.model === reference && /photos|two_people|ssrnet/.test(each.image),
    );
    expect(cases.length).toBeGreaterThan(3);
    for (const { image, faces, threshold } of cases) {
      const found = (await ask(name, image)).result.detections;
      for (const { box } of faces.filter((each: any) => each.score > threshold + 0.05))
        expect(found.some((each: any) => iou(each.box, box) > 0.85)).toBe(true);
    }
  });

  it('say where a head looks, as the reference does: head-pose', async () => {
    const { results } = readJson('expected/headpose.json');
    for (const { image, yawPitchRoll } of results.filter((each: any) => each.crop !== null)) {
      const { values } = (await ask('head-pose', image)).result;
      for (const [index, { value }] of values.entries())
        expect(Math.abs(value - yawPitchRoll[index])).toBeLessThan(0.3);
    }
  });

  it.each(['3', '7'])('read a %s: mnist', async (digit) => {
    const { result } = await ask('mnist', `images/mnist/${digit}.png`);
    expect(JSON.stringify(result)).toMatch(new RegExp(`^[^]*?"label":"${digit}"`));
  });

  it('read the digit that was drawn for the golden sample', () => {
    const sample = readFileSync(join(modelDir, 'mnist/golden/digit.json'), 'utf8');
    expect(JSON.stringify(JSON.parse(sample).expected)).toContain('"7"');
  });
});

/** The files of the catalogue as the list of checked files has them. */
function pinnedFiles() {
  const pinned = CATALOGUE.flatMap((entry) => entry.files);
  return (readJson('files.json') as ListedFile[]).flatMap((listed) => {
    const [, repository, commit = '', path = ''] =
      /^github\.com\/([^@]+)@(\w+):(.+)$/.exec(listed.source) ?? [];
    const match = pinned.find((file) => file.repository === repository && file.path === path);
    return match ? [{ listed, path, commit, pinned: match }] : [];
  });
}

function iou(box: Box, [x1 = 0, y1 = 0, x2 = 0, y2 = 0]: number[]): number {
  const width = Math.min(box.x + box.width, x2) - Math.max(box.x, x1);
  const height = Math.min(box.y + box.height, y2) - Math.max(box.y, y1);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (box.width * box.height + (x2 - x1) * (y2 - y1) - both);
}
