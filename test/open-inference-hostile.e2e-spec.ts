import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry } from './support/open-inference.js';
import { exchange } from './support/raw-http.js';
import { type RunningServer, startServer } from './support/server.js';

// A machine that does other work besides.
jest.setTimeout(180_000);

/** Requests that no client library would make. */
describe('/v2 and those who write their requests by hand', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([identityEntry('row', 'float32', ['n', 2])]);
    server = await startServer({
      startLimitMs: 120_000,
      modelDir,
      env: { DATABASE_MODE: 'off', MAX_TENSOR_REQUEST_SIZE: '100000' },
    });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each([
    ['/v2', (body: any) => [body.code, body.error]],
    ['/v1/models', ({ error }: any) => [error.code, error.message]],
  ])('GET %s without a Host header is told so', async (path, wordsOf) => {
    const { status, headers, body } = await exchange(
      server.url,
      `GET ${path} HTTP/1.1\r\nConnection: close\r\n\r\n`,
    );
    expect([status, headers['x-request-id']]).toEqual([400, expect.any(String)]);
    expect(wordsOf(JSON.parse(body))).toEqual(['MALFORMED_REQUEST', expect.stringContaining('Host header')]);
    expect((await exchange(server.url, `GET ${path} HTTP/1.0\r\n\r\n`)).status).toBe(200);
  });
});
