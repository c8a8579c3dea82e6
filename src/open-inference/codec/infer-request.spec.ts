import { readInferRequest } from './infer-request.js';

/** JSON and the binary tensors behind it. */
function body(json: unknown, tail = ''): { bytes: Uint8Array; length: number } {
  const head = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  return { bytes: Buffer.concat([head, Buffer.from(tail, 'hex')]), length: head.length };
}

function read(json: unknown, tail = ''): ReturnType<typeof readInferRequest> {
  const { bytes, length } = body(json, tail);
  return readInferRequest(bytes, length);
}

const input = (parts: object): object => ({ name: 'x', shape: [2], datatype: 'INT32', ...parts });

describe('readInferRequest', () => {
  it('takes JSON and binary tensors in any order', () => {
    const request = read(
      {
        id: '42',
        model_name: 'not looked at',
        inputs: [
          input({ name: 'a', parameters: { binary_data_size: 2 } }),
          input({ name: 'b', data: [1, 2], extra: true }),
          input({ name: 'c', parameters: { binary_data_size: 1, content_type: 'np' } }),
        ],
        parameters: { binary_data_output: true, own: 0.5 },
      },
      '010203',
    );
    expect(request).toMatchObject({
      id: '42',
      outputs: null,
      binaryByDefault: true,
      parameters: { own: 0.5 },
      inputs: [
        { name: 'a', data: { kind: 'binary' } },
        { name: 'b', data: { kind: 'json', values: [1, 2] } },
        { name: 'c', data: { kind: 'binary' } },
      ],
    });
    const blocks = request.inputs.map(({ data }) => (data.kind === 'binary' ? [...data.bytes] : null));
    expect(blocks).toEqual([[1, 2], null, [3]]);
  });

  it('takes all of the body as JSON without a header', () => {
    const { bytes } = body({ inputs: [input({ data: [1, 2] })] });
    expect(readInferRequest(bytes, null).inputs).toHaveLength(1);
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
  ])('has no id where it is %s', (_, id) => {
    expect(read({ id, inputs: [] }).id).toBeNull();
  });

  it('keeps all digits of 64-bit integers and the bare words of other clients', () => {
    const text =
      '{"inputs":[{"name":"i","shape":[2],"datatype":"INT64","data":[9007199254740993,-1]},' +
      '{"name":"n","shape":[2],"datatype":"FP32","data":[NaN,-Infinity]}]}';
    const [first, second] = read(text).inputs;
    expect(first?.data).toEqual({ kind: 'json', values: [9007199254740993n, -1] });
    expect(second?.data).toEqual({ kind: 'json', values: [NaN, -Infinity] });
    const digits = '{"inputs":[{"name":"i","shape":[1],"datatype":"UINT64","data":[18446744073709551615]}]}';
    expect(read(digits).inputs[0]?.data).toEqual({ kind: 'json', values: [18446744073709551615n] });
    expect(read('{"inputs":[],"parameters":{"sequence_id":18446744073709551615}}').parameters).toEqual({
      sequence_id: 18446744073709551615n,
    });
  });

  it('takes "data": null beside the size of an empty binary tensor', () => {
    const request = read({
      inputs: [input({ shape: [0], data: null, parameters: { binary_data_size: 0 } })],
    });
    expect(request.inputs[0]?.data).toMatchObject({ kind: 'binary', bytes: { length: 0 } });
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', []],
  ])('wants every output where the list is %s', (_, outputs) => {
    expect(read({ inputs: [], outputs }).outputs).toBeNull();
  });

  it('reads the wishes for each output, and one of a name once', () => {
    const outputs = [
      { name: 'y', parameters: { binary_data: false, classification: 3 } },
      { name: 'z' },
      { name: 'y' },
    ];
    expect(read({ inputs: [], outputs }).outputs).toEqual([
      { name: 'y', binary: false, classes: 3 },
      { name: 'z', binary: null, classes: null },
    ]);
  });

  it.each<[string, unknown, string, string]>([
    ['no JSON', '{"inputs":', '', 'it is not valid JSON (it ends too early)'],
    ['a list', [], '', 'an infer request is a JSON object with "inputs"'],
    ['no inputs', {}, '', "'inputs' must be a list of tensors; got nothing"],
    ['a number as id', { id: 7, inputs: [] }, '', "'id' must be text; got 7"],
    [
      'a text as input',
      { inputs: ['x'] },
      '',
      '\'inputs[0]\' must be an object with name, shape, datatype and data; got "x"',
    ],
    ['no name', { inputs: [{ shape: [1] }] }, '', "'inputs[0].name' must be text; got nothing"],
    [
      'no datatype',
      { inputs: [{ name: 'x', shape: [1] }] },
      '',
      "'inputs[0].datatype' must be text such as 'FP32'; got nothing",
    ],
    [
      '-1 in a shape',
      { inputs: [input({ shape: [-1], data: [1] })] },
      '',
      'input \'x\' expects "shape" as a list of whole numbers from 0; got [-1]',
    ],
    [
      'no data',
      { inputs: [input({})] },
      '',
      'input \'x\' expects "data", or "binary_data_size" in its parameters; got neither',
    ],
    ['data: null alone', { inputs: [input({ data: null })] }, '', 'got neither'],
    [
      'two sources',
      { inputs: [input({ data: [1, 2], parameters: { binary_data_size: 8 } })] },
      '',
      'expects either "data" or "binary_data_size"; got both',
    ],
    [
      'shared memory',
      { inputs: [input({ parameters: { shared_memory_region: 'r' } })] },
      '',
      'shared memory is not supported',
    ],
    [
      'shared memory for an output',
      { inputs: [], outputs: [{ name: 'y', parameters: { shared_memory_region: 'r' } }] },
      '',
      'no shared memory, which is not supported',
    ],
    [
      'a short tail',
      { inputs: [input({ parameters: { binary_data_size: 8 } })] },
      '0000',
      "unexpected size for input 'x', expecting 6 additional bytes",
    ],
    [
      'a long tail',
      { inputs: [input({ parameters: { binary_data_size: 1 } })] },
      '0000',
      '1 bytes are left over after the last binary input',
    ],
    [
      'a negative size',
      { inputs: [input({ parameters: { binary_data_size: -1 } })] },
      '',
      'expects "binary_data_size" as a whole number from 0; got -1',
    ],
    ['parameters as a list', { inputs: [], parameters: [] }, '', "'parameters' must be an object; got []"],
    [
      'a text as flag',
      { inputs: [], parameters: { binary_data_output: 'yes' } },
      '',
      '\'parameters.binary_data_output\' must be true or false; got "yes"',
    ],
    [
      'an output without a name',
      { inputs: [], outputs: [{}] },
      '',
      "'outputs[0]' must be an object with a name; got {}",
    ],
    [
      'a negative number of classes',
      { inputs: [], outputs: [{ name: 'y', parameters: { classification: -1 } }] },
      '',
      'must be a whole number from 1; got -1',
    ],
  ])('refuses %s', (_, json, tail, message) => {
    expect(() => read(json, tail)).toThrow(message);
  });

  it('refuses JSON that would be longer than the body', () => {
    expect(() => readInferRequest(new Uint8Array(3), 4)).toThrow('at most the 3 bytes of the body; got 4');
  });
});
