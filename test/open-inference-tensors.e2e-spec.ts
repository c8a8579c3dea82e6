import { deflateSync, gzipSync } from 'node:zlib';

import { loopsFromOneOn } from './fixtures/behaving-models.js';
import { channelMeanClassifier, type ElementType } from './fixtures/onnx-writer.js';
import { predictJson } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { blocksOf, bytes, identityEntry, infer, twoByTwo, withBlocks } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

/** Two rows of two values of every datatype, in JSON and in memory. */
const DATATYPES: readonly [datatype: string, type: ElementType, json: string, block: Buffer][] = [
  ['BOOL', 'bool', '[true,false,false,true]', Buffer.from([1, 0, 0, 1])],
  ['UINT8', 'uint8', '[0,1,254,255]', Buffer.from([0, 1, 254, 255])],
  ['INT8', 'int8', '[-128,-1,0,127]', bytes(Int8Array.of(-128, -1, 0, 127))],
  ['UINT16', 'uint16', '[0,1,2,65535]', bytes(Uint16Array.of(0, 1, 2, 65535))],
  ['INT16', 'int16', '[-32768,-1,0,32767]', bytes(Int16Array.of(-32768, -1, 0, 32767))],
  ['UINT32', 'uint32', '[0,1,2,4294967295]', bytes(Uint32Array.of(0, 1, 2, 4294967295))],
  ['INT32', 'int32', '[-2147483648,-1,0,2147483647]', bytes(Int32Array.of(-(2 ** 31), -1, 0, 2 ** 31 - 1))],
  [
    'UINT64',
    'uint64',
    '[0,9007199254740993,1,18446744073709551615]',
    bytes(BigUint64Array.of(0n, 9007199254740993n, 1n, 2n ** 64n - 1n)),
  ],
  [
    'INT64',
    'int64',
    '[-9223372036854775808,-1,9007199254740993,9223372036854775807]',
    bytes(BigInt64Array.of(-(2n ** 63n), -1n, 9007199254740993n, 2n ** 63n - 1n)),
  ],
  ['FP16', 'float16', '[1,-2,0.5,65504]', bytes(Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x7bff))],
  ['FP32', 'float32', '[0.1,-2.5,0,3.4028235e+38]', bytes(Float32Array.of(0.1, -2.5, 0, 3.4028235e38))],
  ['FP64', 'float64', '[0.1,-2.5,0,1e+300]', bytes(Float64Array.of(0.1, -2.5, 0, 1e300))],
  [
    'BYTES',
    'string',
    '["café","","a b","\\""]',
    Buffer.from('05000000636166c3a900000000030000006120620100000022', 'hex'),
  ],
];

describe('POST /v2/models/{model}/infer', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      ...DATATYPES.map(([datatype, type]) => identityEntry(`echo-${datatype}`, type)),
      identityEntry('row', 'float32', ['n', 2]),
      { name: 'two', files: { '1/model.onnx': twoByTwo() } },
      { name: 'loops', files: { '1/model.onnx': loopsFromOneOn() } },
      {
        name: 'colours',
        files: {
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 2, width: 2 }),
          'model.yaml': 'labels: [red, green, blue]',
        },
      },
    ]);
    server = await startServer({
      modelDir,
      env: {
        DATABASE_MODE: 'off',
        MAX_TENSOR_REQUEST_SIZE: '100000',
        MAX_TENSOR_BYTES: '40000',
        KILL_GRACE_MS: '0',
      },
    });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const x = (datatype: string, data: string, shape = '[2,2]'): string =>
    `{"inputs":[{"name":"x","shape":${shape},"datatype":"${datatype}","data":${data}}]}`;

  describe.each(DATATYPES)('%s', (datatype, _, json, block) => {
    const model = `echo-${datatype}`;

    it('comes back from JSON, flat or nested, digit by digit', async () => {
      const nested = `[${json.replace(/^\[("(?:[^"\\]|\\.)*"|[^,]+),("(?:[^"\\]|\\.)*"|[^,]+),(.*)\]$/, '[$1,$2],[$3]')}]`;
      for (const data of [json, nested]) {
        const { status, headers, bytes: text } = await infer(server.url, model, x(datatype, data));
        expect([status, text.toString()]).toEqual([
          200,
          `{"model_name":"${model}","model_version":"1","outputs":[{"name":"y","datatype":"${datatype}","shape":[2,2],"data":${json}}]}`,
        ]);
        expect(headers.get('content-type')).toBe('application/json');
        expect(headers.get('inference-header-content-length')).toBeNull();
      }
    });

    it('comes back from binary byte by byte', async () => {
      const input = { name: 'x', shape: [2, 2], datatype, parameters: { binary_data_size: block.length } };
      const { body, headers } = withBlocks(
        { inputs: [input], parameters: { binary_data_output: true } },
        block,
      );
      const answer = await infer(server.url, model, body, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      const { json: head, blocks } = blocksOf(answer);
      expect(head.outputs).toEqual([
        { name: 'y', datatype, shape: [2, 2], parameters: { binary_data_size: block.length } },
      ]);
      expect(blocks['y']?.equals(block)).toBe(true);
    });
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
      const text = x('FP32', '[1,2,3,4]');
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

  it('mixes JSON and binary inputs and outputs, in the order of the request', async () => {
    const { body, headers } = withBlocks(
      {
        id: 'é1',
        inputs: [
          { name: 'b', shape: [2], datatype: 'FP32', parameters: { binary_data_size: 8 } },
          { name: 'a', shape: [2], datatype: 'FP32', data: [1, 2], parameters: {} },
        ],
        outputs: [
          { name: 'same', parameters: { binary_data: true } },
          { name: 'sum', parameters: { binary_data: true } },
          { name: 'same' },
        ],
      },
      bytes(Float32Array.of(10, 20)),
    );
    const { json, blocks } = blocksOf(await infer(server.url, 'two', body, { headers }));
    expect(json).toMatchObject({ id: 'é1', outputs: [{ name: 'same' }, { name: 'sum' }] });
    expect(json.outputs).toHaveLength(2);
    expect(blocks['same']?.equals(bytes(Float32Array.of(10, 20)))).toBe(true);
    expect(blocks['sum']?.equals(bytes(Float32Array.of(11, 22)))).toBe(true);
  });

  describe('binary_data_output', () => {
    const inputs = ['a', 'b'].map((name) => ({ name, shape: [1], datatype: 'FP32', data: [1] }));
    const isBinary = (output: any): boolean => output.parameters?.binary_data_size === 4;

    it.each([
      ['holds for every output without a list', true, undefined, [true, true]],
      ['holds for a listed output that says nothing', true, [{ name: 'sum' }], [true]],
      [
        'gives way to what an output says',
        true,
        [{ name: 'sum', parameters: { binary_data: false } }],
        [false],
      ],
      [
        'gives way to what an output says',
        false,
        [{ name: 'sum', parameters: { binary_data: true } }],
        [true],
      ],
      ['is false when absent', undefined, [{ name: 'sum' }, { name: 'same' }], [false, false]],
    ])('%s', async (_, binary_data_output, outputs, expected) => {
      const answer = await infer(server.url, 'two', { inputs, outputs, parameters: { binary_data_output } });
      expect(answer.status).toBe(200);
      const json = expected.some(Boolean) ? blocksOf(answer).json : answer.body;
      expect(json.outputs.map(isBinary)).toEqual(expected);
    });
  });

  it('takes NaN and the infinities, and writes null', async () => {
    const { body } = await infer(server.url, 'row', x('FP32', '[NaN,Infinity,-Infinity,null]'));
    expect(body.outputs[0].data).toEqual([null, null, null, null]);
  });

  it('takes a tensor without elements', async () => {
    const { body } = await infer(server.url, 'row', x('FP32', '[]', '[0,2]'));
    expect(body.outputs[0]).toMatchObject({ shape: [0, 2], data: [] });
    const input = {
      name: 'x',
      shape: [0, 2],
      datatype: 'FP32',
      data: null,
      parameters: { binary_data_size: 0 },
    };
    const empty = withBlocks({ inputs: [input], parameters: { binary_data_output: true } });
    const answer = await infer(server.url, 'row', empty.body, { headers: empty.headers });
    expect(blocksOf(answer).json.outputs[0]).toMatchObject({
      shape: [0, 2],
      parameters: { binary_data_size: 0 },
    });
  });

  describe('classification', () => {
    /** Two pictures of 2 x 2 whose channels have these means. */
    const data = [
      [3, 1, 2],
      [-1, 0.5, 0.25],
    ].flatMap((means) => means.flatMap((mean) => [mean, mean, mean, mean]));
    const inputs = [{ name: 'image', shape: [2, 3, 2, 2], datatype: 'FP32', data }];

    it.each([
      [1, [2, 1], ['3.000000:0:red', '0.500000:1:green']],
      [2, [2, 2], ['3.000000:0:red', '2.000000:2:blue', '0.500000:1:green', '0.250000:2:blue']],
      [9, [2, 3], expect.arrayContaining(['-1.000000:0:red'])],
    ])('gives the top %s', async (classification, shape, texts) => {
      const outputs = [{ name: 'logits', parameters: { classification } }];
      const { body } = await infer(server.url, 'colours', { inputs, outputs });
      expect(body.outputs).toEqual([{ name: 'logits', datatype: 'BYTES', shape, data: texts }]);
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

  describe('parameters', () => {
    const looping = { inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [2] }] };

    it('end a request after its timeout in microseconds', async () => {
      const { status, body } = await infer(server.url, 'loops', {
        ...looping,
        parameters: { timeout: 300_000 },
      });
      expect(status).toBe(504);
      expect(body).toMatchObject({
        code: 'INFERENCE_TIMEOUT',
        error: "model 'loops' did not finish within 300 ms",
      });
    });

    it('are tolerated where they mean nothing here', async () => {
      const parameters = {
        sequence_id: 'cam-1',
        sequence_start: true,
        priority: 1,
        threshold: 0.4,
        flag: true,
      };
      const answer = await infer(server.url, 'row', {
        model_name: 'row',
        inputs: [
          { name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2], parameters: { content_type: 'np' } },
        ],
        parameters,
        more: {},
      });
      expect(answer.status).toBe(200);
    });
  });

  describe('refusals', () => {
    it.each<[string, string, object, string, string]>([
      [
        'an unknown input',
        'row',
        { inputs: [{ name: 'z', shape: [1, 2], datatype: 'FP32', data: [1, 2] }] },
        'INVALID_TENSOR',
        "input 'z' expects one of the names x; got an unknown name",
      ],
      [
        'a missing input',
        'two',
        { inputs: [] },
        'VALIDATION_FAILED',
        "input 'a' FP32[-1] is missing; input 'b' FP32[-1] is missing",
      ],
      [
        'another datatype',
        'row',
        { inputs: [{ name: 'x', shape: [1, 2], datatype: 'INT32', data: [1, 2] }] },
        'INVALID_TENSOR',
        "input 'x' expects FP32[-1, 2]; got INT32",
      ],
      [
        'BF16',
        'row',
        { inputs: [{ name: 'x', shape: [1, 2], datatype: 'BF16', data: [1, 2] }] },
        'INVALID_TENSOR',
        "input 'x' expects FP32[-1, 2]; got BF16, which onnxruntime-node cannot carry; convert it to FP32",
      ],
      [
        'another shape',
        'row',
        { inputs: [{ name: 'x', shape: [1, 3], datatype: 'FP32', data: [1, 2, 3] }] },
        'INVALID_TENSOR',
        "input 'x' expects FP32[-1, 2]; got shape [1, 3]",
      ],
      [
        'another number of values',
        'row',
        { inputs: [{ name: 'x', shape: [2, 2], datatype: 'FP32', data: [1] }] },
        'INVALID_TENSOR',
        'input \'x\' expects 4 values in "data" by its shape; got 1',
      ],
      [
        'a value out of range',
        'echo-UINT8',
        { inputs: [{ name: 'x', shape: [1, 1], datatype: 'UINT8', data: [256] }] },
        'INVALID_TENSOR',
        'input \'x\' expects 0 to 255 at position 0 of "data"; got 256',
      ],
      [
        'NUL in text',
        'echo-BYTES',
        { inputs: [{ name: 'x', shape: [1, 1], datatype: 'BYTES', data: ['a\0b'] }] },
        'INVALID_TENSOR',
        "input 'x' expects text without NUL; got text with one, at element 0",
      ],
      [
        'an unknown output',
        'row',
        { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 2] }], outputs: [{ name: 'z' }] },
        'VALIDATION_FAILED',
        "the model has no output 'z'; it has y",
      ],
      ['a number as id', 'row', { id: 1, inputs: [] }, 'VALIDATION_FAILED', "'id' must be text; got 1"],
    ])('name %s', async (_, model, request, code, message) => {
      const { status, headers, body } = await infer(server.url, model, request);
      expect(status).toBe(400);
      expect(headers.get('content-type')).toBe('application/json');
      expect(body).toEqual({ error: message, code, request_id: headers.get('x-request-id') });
    });

    it('name bytes that are no text for a text input', async () => {
      const block = Buffer.from('02000000ffff', 'hex');
      const input = { name: 'x', shape: [1, 1], datatype: 'BYTES', parameters: { binary_data_size: 6 } };
      const { body, headers } = withBlocks({ inputs: [input] }, block);
      const answer = await infer(server.url, 'echo-BYTES', body, { headers });
      expect(answer.body.error).toBe(
        "input 'x' expects text in UTF-8; got bytes that are none, at element 0",
      );
    });

    it('come for a tensor over its limit before it is read', async () => {
      const request = { inputs: [{ name: 'x', shape: [10_000, 2], datatype: 'FP32', data: [] }] };
      const { status, body } = await infer(server.url, 'row', request);
      expect(status).toBe(413);
      expect(body.error).toBe("input 'x' is over its limit of 39.1 KB");
    });
  });

  it('gives the numbers of the product route', async () => {
    const shape = [1, 2];
    const product = await predictJson(server.url, 'row', { inputs: [{ name: 'x', shape, data: [0.25, 7] }] });
    const { body } = await infer(server.url, 'row', x('FP32', '[0.25,7]', '[1,2]'));
    expect(body.outputs[0].data).toEqual(product.body.result.outputs[0].data);
  });
});
