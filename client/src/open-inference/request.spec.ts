import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { encodeRequest, type InferRequest } from './request.js';
import { pictures, tensor } from './tensor.js';

interface Vector {
  name: string;
  body_b64: string;
  header_len: number | null;
}

/** JSON and tail of a body, comparable whatever the order of the keys. */
function parts(body: Uint8Array, headerLength: number): { json: unknown; tail: string } {
  const head = Buffer.from(body.subarray(0, headerLength)).toString();
  return { json: JSON.parse(head), tail: Buffer.from(body.subarray(headerLength)).toString('hex') };
}

function encoded(request: InferRequest): { json: unknown; tail: string } {
  const { pieces, headerLength } = encodeRequest(request);
  return parts(Buffer.concat(pieces), headerLength);
}

const ones = tensor('x', 'FP32', [1, 3], Float32Array.of(1, 2, 3));
const big = BigInt64Array.of(9007199254740993n, -1n);

/** The same requests through this client: those of tritonclient's that are binary alone. */
const REQUESTS: Record<string, InferRequest> = {
  'fp32-binary-no-outputs': { inputs: [ones] },
  'bytes-binary-utf8-and-raw': { inputs: [tensor('s', 'BYTES', [3], ['café', Uint8Array.of(0, 255), ''])] },
  'fp16-binary': { inputs: [tensor('h', 'FP16', [3], Uint16Array.of(0x3e00, 0xc000, 0x7bff))] },
  'int64-big-binary': { inputs: [tensor('i', 'INT64', [2], big)] },
  'zero-element-binary': { inputs: [tensor('z', 'FP32', [0, 3], new Float32Array(0))] },
  'sequence-priority-timeout-custom': {
    inputs: [tensor('x', 'FP32', [1, 1], Float32Array.of(1))],
    timeoutMs: 2500,
    priority: 1,
    parameters: {
      sequence_id: 'cam-1',
      sequence_start: true,
      sequence_end: false,
      threshold: 0.4,
      top: 3,
      flag: true,
    },
  },
  'uint8-image-binary': {
    inputs: [
      tensor(
        'img',
        'UINT8',
        [1, 2, 2, 3],
        Uint8Array.from({ length: 12 }, (_, i) => i),
      ),
    ],
  },
};

describe('encodeRequest', () => {
  it('writes inputs in binary and wishes for the outputs', () => {
    const request: InferRequest = {
      id: 'é',
      inputs: [ones, tensor('b', 'BOOL', [2], Uint8Array.of(1, 0))],
      outputs: ['y', { name: 'z', binary: false }, { name: 'c', classification: 2 }],
      binary: false,
    };
    expect(encoded(request)).toEqual({
      json: {
        id: 'é',
        inputs: [
          { name: 'x', shape: [1, 3], datatype: 'FP32', parameters: { binary_data_size: 12 } },
          { name: 'b', shape: [2], datatype: 'BOOL', parameters: { binary_data_size: 2 } },
        ],
        outputs: [
          { name: 'y' },
          { name: 'z', parameters: { binary_data: false } },
          { name: 'c', parameters: { classification: 2 } },
        ],
        parameters: { binary_data_output: false },
      },
      tail: '0000803f00000040000040400100',
    });
  });

  it('sends an array as it lies in memory, a part of one too', () => {
    const memory = Float32Array.of(0, 1, 2, 3);
    const part = memory.subarray(1, 3);
    const block = encodeRequest({ inputs: [tensor('x', 'FP32', [2], part)] }).pieces[1];
    expect(block?.buffer).toBe(memory.buffer);
    expect(block?.byteOffset).toBe(4);
  });

  it('writes bigints as bare digits', () => {
    const { pieces } = encodeRequest({ inputs: [ones], parameters: { sequence_id: 18446744073709551615n } });
    expect(Buffer.from(pieces[0] ?? []).toString()).toContain('"sequence_id":18446744073709551615');
  });

  it('has picture files as elements of `image`', () => {
    const { tail } = encoded({ inputs: [pictures(Uint8Array.of(0xff, 0xd8))] });
    expect(tail).toBe('02000000ffd8');
  });

  it('refuses a tensor whose values are not those of its shape', () => {
    expect(() => tensor('x', 'FP32', [2, 2], Float32Array.of(1))).toThrow(
      "tensor 'x' [2, 2] has 4 values; got 1",
    );
  });
});

const folder = process.env['ACCEPTANCE_DIR'] ?? join(__dirname, '../../../../shared/acceptance');
const file = join(folder, 'vectors/tritonclient_requests.json');
const skipped = existsSync(file) ? '' : ' (skipped: no acceptance folder; set ACCEPTANCE_DIR)';

(skipped ? describe.skip : describe)(`requests as tritonclient writes them${skipped}`, () => {
  it.each(Object.keys(REQUESTS))('%s', (name) => {
    const text = readFileSync(file, 'utf8').replaceAll(/^(\s+)(NaN|Infinity)(,?)$/gm, '$1null$3');
    const vector = (JSON.parse(text) as Vector[]).find((each) => each.name === name);
    const body = Buffer.from(vector?.body_b64 ?? '', 'base64');
    expect(encoded(REQUESTS[name] as InferRequest)).toEqual(parts(body, vector?.header_len ?? 0));
  });
});
