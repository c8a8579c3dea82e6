import { createHash } from 'node:crypto';
import { Script } from 'node:vm';

import { identityModel } from './fixtures/onnx-writer.js';
import { send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

/** What browsers send for an address that somebody typed. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
const PAGES = [
  ['/', 'camera=()'],
  ['/camera', 'camera=(self)'],
] as const;

const page = async (server: RunningServer, path: string): Promise<{ response: Response; html: string }> => {
  const response = await fetch(server.url + path, { headers: { accept: BROWSER } });
  return { response, html: await response.text() };
};

describe('the pages of the server', () => {
  let modelDir: string;
  let server: RunningServer;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'echo',
        files: { '1/model.onnx': identityModel('int64', ['n']), 'samples/one.json': '{"inputs": []}' },
      },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', RATE_LIMIT_REQUESTS: '3' } });
    await server.waitUntilReady();
  });
  afterAll(async () => {
    await server.stop();
    removeModelDir(modelDir);
  });

  it.each(PAGES)(
    '%s runs its own script only, is in nobody else’s page, and asks for what it needs',
    async (path, camera) => {
      const { response, html } = await page(server, path);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      const script = /<script>(.*)<\/script>/s.exec(html)?.[1] ?? '';
      expect(() => new Script(script)).not.toThrow();
      const hash = createHash('sha256').update(script).digest('base64');
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain(`default-src 'none'; script-src 'sha256-${hash}';`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(response.headers.get('permissions-policy')).toContain(camera);
    },
  );

  it.each(PAGES)('%s takes nothing from elsewhere, and works behind a proxy under any path', async (path) => {
    const { html } = await page(server, path);
    expect(html).not.toMatch(/(src|href)="(\/|https?:)|https?:\/\/(?!localhost)/);
    expect((await fetch(`${server.url}/icon.svg`)).headers.get('content-type')).toBe('image/svg+xml');
  });

  it('are links for a program that asks for JSON or for anything', async () => {
    for (const accept of ['*/*', 'application/json']) {
      const { status, body } = await send(`${server.url}/`, { headers: { accept } });
      expect([status, body]).toMatchObject([200, { name: 'sibyl', models: '/v1/models', docs: '/docs' }]);
    }
  });

  it('and the samples that they show are not limited', async () => {
    for (let visit = 0; visit < 5; visit += 1) {
      expect((await page(server, '/')).response.status).toBe(200);
      const sample = await fetch(`${server.url}/v1/models/echo/samples/one.json`);
      expect(sample.status).toBe(200);
      await sample.arrayBuffer();
    }
  });

  it('are not there with PAGES_ENABLED=false', async () => {
    const quiet = await startServer({ modelDir, env: { DATABASE_MODE: 'off', PAGES_ENABLED: 'false' } });
    await quiet.waitUntilReady();
    for (const path of ['/camera', '/icon.svg']) expect((await page(quiet, path)).response.status).toBe(404);
    const { response, html } = await page(quiet, '/');
    expect([response.headers.get('content-type'), JSON.parse(html)]).toMatchObject([
      expect.stringContaining('application/json'),
      { docs: '/docs' },
    ]);
    const samples = `${quiet.url}/v1/models/echo/samples`;
    expect((await send(samples)).body).toEqual({ samples: [] });
    expect((await send(`${samples}/one.json`)).status).toBe(404);
    await quiet.stop();
  });
});
