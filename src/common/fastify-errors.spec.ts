import { connect } from 'node:net';

import { fastify } from 'fastify';

import { Env } from '../config/env.js';
import { fastifyErrorOptions } from './fastify-errors.js';

const app = fastify(fastifyErrorOptions(new Env()));
app.get('/models/:model', () => 'ok');

afterAll(() => app.close());

/** Sends bytes as they are and reads until the server closes the connection. */
async function exchange(text: string): Promise<{ head: string; body: string }> {
  const address =
    app.server.address() ?? (await app.listen({ port: 0, host: '127.0.0.1' }), app.server.address());
  const port = typeof address === 'object' && address ? address.port : 0;
  const answer = await new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('close', () => resolve(received)).on('error', reject);
  });
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head, body };
}

describe('errors that never reach Nest', () => {
  it.each([
    ['a broken percent escape', '/models/%E0%A4%A', 400, 'MALFORMED_REQUEST'],
    ['an over-long parameter', `/models/${'x'.repeat(200)}`, 414, 'URI_TOO_LONG'],
  ])('have the envelope: %s', async (_what, url, status, code) => {
    const answer = await app.inject({ url, headers: { 'x-request-id': 'my-request-2' } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect(answer.json().error.request_id).toBe('my-request-2');
    expect(answer.headers['x-request-id']).toBe('my-request-2');
  });

  it.each([
    ['no HTTP at all', 'NONSENSE\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    [
      'headers over 16 KB',
      `GET / HTTP/1.1\r\nhost: a\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
  ])('have the envelope: %s', async (_what, text, status, code) => {
    const { head, body } = await exchange(text);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { error } = JSON.parse(body) as { error: { code: string; request_id: string } };
    expect(error.code).toBe(code);
    expect(head).toContain(`x-request-id: ${error.request_id}`);
  });

  it('are in the words of the protocol below /v2', async () => {
    const { head, body } = await exchange('POST /v2/models/m/infer HTTP/1.1\r\nhost: a\r\nno header\r\n\r\n');
    expect(head).toContain('content-type: application/json\r\n');
    expect(JSON.parse(body)).toEqual({
      error: expect.any(String),
      code: 'MALFORMED_REQUEST',
      request_id: expect.any(String),
    });
  });

  it.each(['short', 'with space', 'x'.repeat(129), 'semi;colon-long'])(
    'have a new request id instead of %j',
    async (given) => {
      const answer = await app.inject({ url: '/models/%E0%A4%A', headers: { 'x-request-id': given } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    },
  );
});
