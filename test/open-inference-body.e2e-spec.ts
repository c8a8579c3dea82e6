import { deflateSync, gzipSync } from 'node:zlib';

import { makeModelDir, removeModelDir } from './support/models.js';
import { blocksOf, bytes, identityEntry, infer, oneTensor, withBlocks } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

/** How infer requests and their answers come over HTTP. */
describe('POST /v2/models/{model}/infer: the message', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([identityEntry('row', 'float32', ['n', 2])]);
    server = await startServer({
      modelDir,
      env: { DATABASE_MODE: 'off', MAX_TENSOR_REQUEST_SIZE: '100000' },
    });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  describe('a body', () => {
    const values = Float32Array.of(1, 2, 3, 4);
    const input = { name: 'x', shape: [2, 2], datatype: 'FP32', parameters: { binary_data_size: 16 } };
    const { body, headers } = withBlocks({ inputs: [input], outputs: [{ name: 'y' }] }, bytes(values));
    const expected = { outputs: [{ name: 'y', data: [1, 2, 3, 4] }] };

    it.each([
      'application/json',
      'application/octet-stream',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'text/plain; charset=utf-8',
      'not/a type;;',
    ])('is read whatever its Content-Type says: %s', async (type) => {
      const answer = await infer(server.url, 'row', body, { headers: { ...headers, 'content-type': type } });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject(expected);
    });

    it('is read without a Content-Type, and in chunks without a length', async () => {
      const stream = new ReadableStream({
        start(controller) {
          for (const byte of body) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
      const url = `${server.url}/v2/models/row/infer`;
      const response = await fetch(url, {
        method: 'POST',
        body: stream,
        headers,
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject(expected);
      expect((await infer(server.url, 'row', body, { headers })).body).toMatchObject(expected);
    });

    it.each([
      ['gzip', gzipSync(body)],
      ['deflate', deflateSync(body)],
      ['identity', body],
    ])('is unpacked: %s', async (coding, packed) => {
      const answer = await infer(server.url, 'row', packed, {
        headers: { ...headers, 'content-encoding': coding },
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject(expected);
    });

    it('is answered by the codings that there are when it comes in another one', async () => {
      const { headers: answered } = await infer(server.url, 'row', body, {
        headers: { 'content-encoding': 'zstd' },
      });
      expect(answered.get('accept-encoding')).toBe('gzip, deflate');
    });

    it.each<[string, Record<string, string>, Buffer, number, string, string]>([
      ['br', { 'content-encoding': 'br' }, body, 415, 'UNSUPPORTED_MEDIA_TYPE', "Content-Encoding 'br'"],
      ['no gzip', { 'content-encoding': 'gzip' }, body, 400, 'MALFORMED_BODY', 'it is not valid gzip data'],
      [
        'a gzip bomb',
        { 'content-encoding': 'gzip' },
        gzipSync(Buffer.alloc(1_000_000)),
        413,
        'PAYLOAD_TOO_LARGE',
        'the unpacked body is over its limit of 97.7 KB',
      ],
      [
        'too many bytes',
        {},
        Buffer.alloc(100_001),
        413,
        'PAYLOAD_TOO_LARGE',
        'the request body is over its limit',
      ],
    ])('is refused: %s', async (_, extra, sent, status, code, message) => {
      const answer = await infer(server.url, 'row', sent, { headers: { ...headers, ...extra } });
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ code, error: expect.stringContaining(message) });
    });

    it.each([
      ['-1', 'must be a whole number of bytes'],
      ['many', 'must be a whole number of bytes'],
      [String(body.length + 1), `at most the ${body.length} bytes of the body`],
      [String(body.length), 'it is not valid JSON'],
      ['3', 'it is not valid JSON'],
    ])('is refused with %s as the length of its JSON', async (length, message) => {
      const answer = await infer(server.url, 'row', body, {
        headers: { 'inference-header-content-length': length },
      });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'MALFORMED_BODY', error: expect.stringContaining(message) });
    });

    it('may be JSON alone whose length is declared nevertheless', async () => {
      const text = oneTensor('FP32', '[1,2,3,4]');
      const answer = await infer(server.url, 'row', text, {
        headers: { 'inference-header-content-length': String(text.length) },
      });
      expect(answer.body).toMatchObject(expected);
    });

    it('may be one raw tensor, answered in binary', async () => {
      const raw = await infer(server.url, 'row', bytes(values), {
        headers: { 'inference-header-content-length': '0' },
      });
      const { json, blocks } = blocksOf(raw);
      expect(json.outputs[0]).toMatchObject({ name: 'y', shape: [2, 2] });
      expect(blocks['y']?.equals(bytes(values))).toBe(true);
      const short = await infer(server.url, 'row', bytes(values).subarray(0, 13), {
        headers: { 'inference-header-content-length': '0' },
      });
      expect(short.status).toBe(400);
      expect(short.body.error).toBe("input 'x' expects FP32[-1, 2]; got 13 raw bytes, no multiple of 8");
    });
  });

  describe('an answer', () => {
    const values = new Float32Array(2000).fill(0.5);
    const inputs = [{ name: 'x', shape: [1000, 2], datatype: 'FP32', data: [...values] }];

    it.each(['gzip', 'deflate'])('is packed for a client that accepts %s', async (coding) => {
      for (const binary_data_output of [false, true]) {
        const {
          status,
          headers,
          bytes: body,
        } = await infer(
          server.url,
          'row',
          { inputs, parameters: { binary_data_output } },
          { headers: { 'accept-encoding': coding } },
        );
        expect(status).toBe(200);
        expect(headers.get('content-encoding')).toBe(coding);
        const length = Number(headers.get('inference-header-content-length') ?? body.length);
        expect(JSON.parse(body.subarray(0, length).toString()).outputs[0].shape).toEqual([1000, 2]);
      }
    });

    it('goes out as it is in binary for a client that lists every coding that it knows', async () => {
      const { headers } = await infer(
        server.url,
        'row',
        { inputs, parameters: { binary_data_output: true } },
        { headers: { 'accept-encoding': 'gzip, deflate, br' } },
      );
      expect(headers.get('content-encoding')).toBeNull();
    });
  });

  describe('a refusal before the body was read', () => {
    const LARGE = new Uint8Array(20_000_000);
    async function* piecewise(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < LARGE.length; at += 65_536) yield LARGE.subarray(at, at + 65_536);
    }
    const whole = { what: 'whole', body: () => new Blob([LARGE]) };
    const chunked = { what: 'chunk by chunk', body: () => ReadableStream.from(piecewise()) };

    it.each([
      { ...whole, model: 'nobody', refusal: '404 MODEL_NOT_FOUND' },
      { ...chunked, model: 'nobody', refusal: '404 MODEL_NOT_FOUND' },
      { ...whole, model: 'row', refusal: '413 PAYLOAD_TOO_LARGE' },
      { ...chunked, model: 'row', refusal: '413 PAYLOAD_TOO_LARGE' },
    ])('reaches a client that is still sending $what: $refusal', async ({ model, body, refusal }) => {
      for (let round = 0; round < 4; round += 1) {
        const init = { method: 'POST', body: body(), duplex: 'half' } as RequestInit;
        const answer = await fetch(`${server.url}/v2/models/${model}/infer`, init);
        const { code } = (await answer.json()) as { code: string };
        expect(`${answer.status} ${code}`).toBe(refusal);
      }
    });
  });
});
