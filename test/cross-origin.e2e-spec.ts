import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry, infer, withBlocks } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

const PAGE = 'https://app.example';

function list(answer: Response, name: string): string[] {
  return (answer.headers.get(name) ?? '').toLowerCase().split(/,\s*/);
}

/** What a browser lets a page of another origin do and read, which it tells from headers of the answers alone. */
describe('a page of an origin in CORS_ORIGINS', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      identityEntry('echo', 'float32', ['n']),
      { name: 'broken', files: { '1/model.onnx': 'no model' } },
    ]);
    server = await startServer({
      modelDir,
      env: { DATABASE_MODE: 'off', READINESS_STRICT: 'any', CORS_ORIGINS: `${PAGE},https://other.example` },
    });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const preflight = (origin: string, method: string, headers: string): Promise<Response> =>
    fetch(`${server.url}/v2/models/echo/infer`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method.toUpperCase(),
        'access-control-request-headers': headers,
      },
    });

  it('may use every method that a route has, with any header', async () => {
    const { paths } = JSON.parse(readFileSync(join(__dirname, '../openapi.json'), 'utf8')) as {
      paths: Record<string, object>;
    };
    const used = new Set(Object.values(paths).flatMap((path) => Object.keys(path)));
    const asked = 'authorization,content-type,inference-header-content-length,if-match';
    for (const method of used) {
      const answer = await preflight(PAGE, method, asked);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(list(answer, 'access-control-allow-methods')).toContain(method);
      expect(list(answer, 'access-control-allow-headers')).toEqual(asked.split(','));
    }
  });

  it('may read an answer in binary and where its tensors begin', async () => {
    const input = { name: 'x', shape: [1], datatype: 'FP32', parameters: { binary_data_size: 4 } };
    const { body, headers } = withBlocks(
      { inputs: [input], parameters: { binary_data_output: true } },
      Buffer.from('0000803f', 'hex'),
    );
    const answer = await infer(server.url, 'echo', body, { headers: { ...headers, origin: PAGE } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
    const exposed = answer.headers.get('access-control-expose-headers')?.split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['inference-header-content-length', 'retry-after']));
  });

  it.each([
    ['/v2/models/nobody/infer', 404],
    ['/v1/models/nobody/predict', 404],
    ['/v2/models/broken/infer', 503],
    ['/v2/models/echo/infer', 400],
    ['/v1/nothing', 404],
  ])('may read a refusal, also one from before the body is read: %s is %s', async (path, status) => {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      body: '{}',
      headers: { origin: PAGE, 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
  });

  it('of an origin that is not there may read nothing', async () => {
    const answer = await fetch(`${server.url}/v2`, { headers: { origin: 'https://evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const asked = await preflight('https://evil.example', 'post', 'content-type');
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});
