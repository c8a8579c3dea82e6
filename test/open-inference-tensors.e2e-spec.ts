import { type ElementType } from './fixtures/onnx-writer.js';
import { predictJson } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import {
  blocksOf,
  bytes,
  identityEntry,
  infer,
  oneTensor,
  twoByTwo,
  withBlocks,
} from './support/open-inference.js';
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

const isBinary = (output: any): boolean => output.parameters?.binary_data_size === 4;

describe('POST /v2/models/{model}/infer', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      ...DATATYPES.map(([datatype, type]) => identityEntry(`echo-${datatype}`, type)),
      identityEntry('row', 'float32', ['n', 2]),
      { name: 'two', files: { '1/model.onnx': twoByTwo() } },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  describe.each(DATATYPES)('%s', (datatype, _, json, block) => {
    const model = `echo-${datatype}`;

    it('comes back from JSON, flat or nested, digit by digit', async () => {
      const nested = `[${json.replace(/^\[("(?:[^"\\]|\\.)*"|[^,]+),("(?:[^"\\]|\\.)*"|[^,]+),(.*)\]$/, '[$1,$2],[$3]')}]`;
      for (const data of [json, nested]) {
        const { status, headers, bytes: text } = await infer(server.url, model, oneTensor(datatype, data));
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
    const { body } = await infer(server.url, 'row', oneTensor('FP32', '[NaN,Infinity,-Infinity,null]'));
    expect(body.outputs[0].data).toEqual([null, null, null, null]);
  });

  it('takes a tensor without elements', async () => {
    const { body } = await infer(server.url, 'row', oneTensor('FP32', '[]', '[0,2]'));
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

  it('gives the numbers of the product route', async () => {
    const shape = [1, 2];
    const product = await predictJson(server.url, 'row', { inputs: [{ name: 'x', shape, data: [0.25, 7] }] });
    const { body } = await infer(server.url, 'row', oneTensor('FP32', '[0.25,7]', '[1,2]'));
    expect(body.outputs[0].data).toEqual(product.body.result.outputs[0].data);
  });
});
