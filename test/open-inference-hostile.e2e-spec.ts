import { deflateSync, gzipSync } from 'node:zlib';

import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry } from './support/open-inference.js';
import { exchange } from './support/raw-http.js';
import { type RunningServer, startServer } from './support/server.js';

const tensor = (data: string, more = '') =>
  `{"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": ${data}}]${more}}`;
const head = (lines: string[] = [], path = '/v2/models/row/infer') =>
  [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...lines, '', ''].join('\r\n');
const lengthOf = (body: string | Uint8Array) => `Content-Length: ${Buffer.byteLength(body)}`;
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

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
      env: { DATABASE_MODE: 'off' },
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
    const two = await exchange(
      server.url,
      `GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`,
    );
    expect([two.status, two.body]).toEqual([400, expect.stringContaining('there are 2')]);
  });

  it('a body in chunks that are cut anywhere is read, also under an address with scheme and host', async () => {
    const json = tensor('[1, -0.0]');
    const chunks = Array.from(json, (character) => `1;note="x"\r\n${character}\r\n`).join('');
    const whole = `${head(['Transfer-Encoding: chunked'], 'http://localhost/v2/models/row/infer')}${chunks}0\r\nX: 1\r\n\r\n`;
    const at = whole.length - 40;
    const parts = [whole.slice(0, 10), whole.slice(10, 200), whole.slice(200, at), whole.slice(at)];
    const { status, body } = await exchange(server.url, ...parts);
    expect(status).toBe(200);
    // The sign of zero too.
    expect(body).toContain('"data":[1,-0.0]');
  });

  it.each([
    ['inputs', `{"inputs": ${deep}}`],
    ['an input', `{"inputs": [${deep}]}`],
    ['a shape', `{"inputs": [{"name": "x", "shape": ${deep}, "datatype": "FP32"}]}`],
    ['values', tensor(deep)],
    ['an id', tensor('[1, 2]', `, "id": ${deep}`)],
    ['outputs', tensor('[1, 2]', `, "outputs": [${deep}]`)],
    ['what nobody knows', tensor('[1, 2]', `, "anything": ${deep}`)],
    ['parameters of a load', `{"parameters": ${deep}}`, '/v2/repository/models/row/load'],
    ['metadata of a session', `{"metadata": ${deep}}`, '/v1/sessions'],
  ])('%s nested a hundred thousand times is refused', async (_, json, path = '/v2/models/row/infer') => {
    const lines = ['Content-Type: application/json', lengthOf(json)];
    const { status, body } = await exchange(server.url, head(lines, path), json);
    expect([status, body]).toEqual([400, expect.stringContaining('nested deeper than 100 levels')]);
  });

  const json = tensor('[1, 2]');
  it.each([
    [
      'bytes behind a deflated body',
      ['Content-Encoding: deflate'],
      [deflateSync(json), Buffer.from('abc')],
      '3 bytes are left over',
    ],
    [
      'bytes behind a packed body',
      ['Content-Encoding: gzip'],
      [gzipSync(json), Buffer.alloc(4)],
      '4 bytes are left over',
    ],
    [
      'a packed body behind another',
      ['Content-Encoding: gzip'],
      [gzipSync(json), gzipSync('x')],
      'not valid JSON',
    ],
    [
      'a packed body that is cut',
      ['Content-Encoding: gzip'],
      [gzipSync(json).subarray(0, -4)],
      'not valid gzip data',
    ],
    ['text that is not UTF-8', [], [Buffer.from(tensor('[1, 2]', ', "id": "\xe9"'), 'latin1')], 'not UTF-8'],
    [
      'two lengths of its JSON',
      ['Inference-Header-Content-Length: 5', 'Inference-Header-Content-Length: 5'],
      [Buffer.from(json)],
      'a whole number of bytes',
    ],
  ])('%s is refused', async (_, lines, parts, words) => {
    const whole = Buffer.concat(parts);
    const { status, headers, body } = await exchange(server.url, head([...lines, lengthOf(whole)]), whole);
    expect([status, headers['content-type']]).toEqual([400, 'application/json']);
    expect(JSON.parse(body)).toMatchObject({ code: 'MALFORMED_BODY', error: expect.stringContaining(words) });
  });

  it.each([
    ['a chunk without a size', ['Transfer-Encoding: chunked'], 'zz\r\n'],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6'], 'hello'],
    ['a length below zero', ['Content-Length: -5'], 'hello'],
    ['a header on two lines', ['X: a', ' b'], ''],
  ])('%s is no HTTP, which is said in JSON', async (_, lines, rest) => {
    const { status, body } = await exchange(server.url, `${head(lines)}${rest}`);
    expect([status, JSON.parse(body)]).toMatchObject([400, { code: 'MALFORMED_REQUEST' }]);
  });

  it('all of it left no fault of the server in the log', () => {
    expect(server.logs().filter(({ level }) => level === 'error')).toEqual([]);
  });
});
