import { readdirSync, readFileSync } from 'node:fs';

import { predict, waitFor } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { admin } from './support/versions.js';

const WAIT_MS = 90_000;
const FOLDER = 'models/2-classification';

/** Version 1 is right on nearly every leaf; version 2 was broken by quantisation. */
describeWithAcceptance('a broken version of a leaf classifier', () => {
  let modelDir: string;
  let server: RunningServer;
  let leaves: { name: string; bytes: Buffer }[];

  beforeAll(async () => {
    leaves = leafPictures();
    modelDir = makeModelDir([
      {
        name: 'leaves',
        files: {
          'model.yaml':
            'labels: plantvillage15_labels.txt\nversions: {policy: all, aliases: {production: 1, canary: 2}}',
          'plantvillage15_labels.txt': { copyOf: acceptancePath(`${FOLDER}/plantvillage15_labels.txt`) },
          '1/model.onnx': { copyOf: acceptancePath(`${FOLDER}/plantvillage15_mobilenetv3s_fp32.onnx`) },
          '2/model.onnx': { copyOf: acceptancePath(`${FOLDER}/plantvillage15_mobilenetv3s_int8.onnx`) },
        },
      },
    ]);
    server = await startServer({ modelDir, env: { CACHE_TTL_SECONDS: '0', MODEL_WATCH_SECONDS: '0' } });
    await server.waitUntilReady(WAIT_MS);
    await waitFor(
      async () => (await admin(server.url, 'leaves').call('GET', 'routing/history')).status === 200,
      {
        what: 'the database',
        timeoutMs: WAIT_MS,
      },
    );
  }, 200_000);

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  async function untilWithdrawn(): Promise<string[]> {
    const answered: string[] = [];
    let count = 0;
    await waitFor(
      async () => {
        const leaf = leaves[count % leaves.length]!;
        const headers = { 'x-routing-key': `user-${count}` };
        const { status, body } = await predict(server.url, 'leaves', leaf, {}, headers);
        expect(status).toBe(200);
        answered.push(body.model.version);
        count += 1;
        return (await admin(server.url, 'leaves').routing()).action === 'guard';
      },
      { what: 'the withdrawal', timeoutMs: WAIT_MS },
    );
    return answered;
  }

  it('is caught as a shadow, without one answer of it returned', async () => {
    expect((await admin(server.url, 'leaves').shadow('canary')).status).toBe(200);
    expect(new Set(await untilWithdrawn())).toEqual(new Set(['1']));
    const routing = await admin(server.url, 'leaves').routing();
    expect(routing).toMatchObject({ shadow: null, changed_by: 'guard' });
    expect(routing.reason).toContain("answers differ from the baseline's");
    const { candidates } = await admin(server.url, 'leaves').disagreement();
    expect(candidates[0].disagreement_rate).toBeGreaterThan(0.5);
    expect(candidates[0].examples[0].differences[0].reason).toBe('another label comes first');
  }, 200_000);

  it('is caught as a canary of 10 %, and answers nothing any more', async () => {
    expect((await admin(server.url, 'leaves').traffic({ production: 90, canary: 10 })).status).toBe(200);
    await untilWithdrawn();
    expect(await admin(server.url, 'leaves').routing()).toMatchObject({
      traffic: { weights: { production: 100 } },
      changed_by: 'guard',
    });
    for (let index = 0; index < 30; index += 1) {
      const headers = { 'x-routing-key': `user-${index}` };
      const { body } = await predict(server.url, 'leaves', leaves[0]!, {}, headers);
      expect(body.model.version).toBe('1');
    }
  }, 200_000);
});

function leafPictures(): { name: string; bytes: Buffer }[] {
  const cases = JSON.parse(readFileSync(acceptancePath('expected/classify.json'), 'utf8')) as {
    results: { model: string; image: string }[];
  };
  const names = cases.results
    .filter(({ model }) => model === 'plantvillage15_mobilenetv3s_fp32.onnx')
    .map(({ image }) => image);
  const folder = names[0]!.slice(0, names[0]!.lastIndexOf('/'));
  return readdirSync(acceptancePath(folder))
    .filter((name) => /\.jpe?g$/i.test(name))
    .map((name) => ({ name, bytes: readFileSync(acceptancePath(`${folder}/${name}`)) }));
}
