import { AppError } from '../../common/errors.js';
import type { ModelInferRequest, TensorContents } from './infer-message.js';
import { heldBytes, streamFault } from './stream-message.js';

const EMPTY: TensorContents = {
  bool_contents: [],
  int_contents: [],
  int64_contents: [],
  uint_contents: [],
  uint64_contents: [],
  fp32_contents: [],
  fp64_contents: [],
  bytes_contents: [],
};

const request = (
  contents: (Partial<TensorContents> | null)[],
  raw: Uint8Array[] = [],
): ModelInferRequest => ({
  model_name: 'm',
  model_version: '1',
  id: '7',
  parameters: {},
  inputs: contents.map((given) => ({
    name: 'x',
    datatype: 'FP32',
    shape: [],
    parameters: {},
    contents: given && { ...EMPTY, ...given },
  })),
  outputs: [],
  raw_input_contents: raw,
});

describe('heldBytes', () => {
  it('counts raw bytes as they are, and typed values by what they take in memory', () => {
    expect(heldBytes(request([]))).toBe(0);
    expect(heldBytes(request([null, null], [Buffer.alloc(3), Buffer.alloc(4)]))).toBe(7);
    expect(heldBytes(request([{ fp32_contents: [1, 2] }, { bool_contents: [true] }]))).toBe(24);
    expect(heldBytes(request([{ bytes_contents: [Buffer.alloc(1000)] }]))).toBe(1008);
  });
});

describe('streamFault', () => {
  it('carries what the trailers of a call carry, and the id by which a client finds its request', () => {
    const fault = new AppError('RATE_LIMIT_EXCEEDED', {} as never, { retryAfterSeconds: 3 });
    expect(streamFault(request([]), fault, 'stream-1-2')).toMatchObject({
      error_message: fault.message,
      infer_response: {
        id: '7',
        model_name: 'm',
        model_version: '1',
        parameters: {
          'x-request-id': { string_param: 'stream-1-2' },
          'error-code': { string_param: 'RATE_LIMIT_EXCEEDED' },
          'retry-after': { string_param: '3' },
          triton_final_response: { bool_param: true },
        },
      },
    });
  });
});
