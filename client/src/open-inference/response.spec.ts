import { InferAnswer } from './response.js';

function answer(outputs: object[], ...blocks: Uint8Array[]): InferAnswer {
  const head = Buffer.from(
    JSON.stringify({ model_name: 'm', model_version: '2', id: 'é', parameters: { cached: true }, outputs }),
  );
  return new InferAnswer(Buffer.concat([head, ...blocks]), blocks.length > 0 ? head.length : null);
}

const bytes = (array: NodeJS.TypedArray): Uint8Array => new Uint8Array(array.buffer as ArrayBuffer);

describe('InferAnswer', () => {
  it('tells who answered', () => {
    const { model, version, id, parameters } = answer([]);
    expect({ model, version, id, parameters }).toEqual({
      model: 'm',
      version: '2',
      id: 'é',
      parameters: { cached: true },
    });
  });

  it('reads binary and JSON outputs side by side', () => {
    const big = BigInt64Array.of(9007199254740993n);
    const got = answer(
      [
        { name: 'f', datatype: 'FP32', shape: [2], parameters: { binary_data_size: 8 } },
        { name: 'j', datatype: 'FP32', shape: [1, 2], data: [[0.5, null]] },
        { name: 'i', datatype: 'INT64', shape: [1], parameters: { binary_data_size: 8 } },
        { name: 's', datatype: 'BYTES', shape: [2], parameters: { binary_data_size: 10 } },
      ],
      bytes(Float32Array.of(1, -2)),
      bytes(big),
      Buffer.from('02000000616200000000', 'hex'),
    );
    expect(got.names).toEqual(['f', 'j', 'i', 's']);
    expect(got.numbers('f')).toEqual(Float32Array.of(1, -2));
    expect(got.numbers('j')).toEqual(Float32Array.of(0.5, NaN));
    expect(got.numbers('i')).toEqual(big);
    expect(got.texts('s')).toEqual(['ab', '']);
    expect(got.shape('j')).toEqual([1, 2]);
    expect(got.datatype('i')).toBe('INT64');
  });

  it('keeps all digits of 64-bit integers in JSON, and text that looks like one', () => {
    const text =
      '{"model_name":"m","outputs":[' +
      '{"name":"i","datatype":"INT64","shape":[3],"data":[9007199254740993,-9223372036854775808,7]},' +
      '{"name":"s","datatype":"BYTES","shape":[1],"data":["id, 9007199254740993 \\" 1234567890123456789"]},' +
      '{"name":"d","datatype":"FP64","shape":[2],"data":[0.12345678901234568,1e300]}]}';
    const got = new InferAnswer(Buffer.from(text), null);
    expect(got.numbers('i')).toEqual(BigInt64Array.of(9007199254740993n, -(2n ** 63n), 7n));
    expect(got.texts('s')).toEqual(['id, 9007199254740993 " 1234567890123456789']);
    expect(got.numbers('d')).toEqual(Float64Array.of(0.12345678901234568, 1e300));
  });

  it('has BOOL as 0 and 1, and FP16 as bits or as the numbers that JSON says', () => {
    const got = answer(
      [
        { name: 'b', datatype: 'BOOL', shape: [2], data: [true, false] },
        { name: 'h', datatype: 'FP16', shape: [1], data: [0.5] },
        { name: 'r', datatype: 'FP16', shape: [1], parameters: { binary_data_size: 2 } },
      ],
      bytes(Uint16Array.of(0x3800)),
    );
    expect(got.numbers('b')).toEqual(Uint8Array.of(1, 0));
    expect(got.numbers('h')).toEqual(Float32Array.of(0.5));
    expect(got.numbers('r')).toEqual(Uint16Array.of(0x3800));
  });

  it('has the results of picture files, and the array that a caller counts on', () => {
    const data = ['{"label":"a"}', '{"label":"b"}'];
    const got = answer([
      { name: 'result', datatype: 'BYTES', shape: [2], data },
      { name: 'f', datatype: 'FP32', shape: [1], data: [1] },
    ]);
    expect(got.results<{ label: string }>().map(({ label }) => label)).toEqual(['a', 'b']);
    const numbers: Float32Array = got.numbers('f', 'FP32');
    expect(numbers).toEqual(Float32Array.of(1));
    expect(() => got.numbers('f', 'INT64')).toThrow("output 'f' is FP32, not INT64");
  });

  it('refuses what does not add up', () => {
    const output = { name: 'f', datatype: 'FP32', shape: [2], parameters: { binary_data_size: 8 } };
    expect(() => answer([output], Buffer.alloc(4))).toThrow("the answer ends within output 'f'");
    expect(() => answer([output], Buffer.alloc(9))).toThrow('1 bytes are left over in the answer');
    const got = answer([{ name: 's', datatype: 'BYTES', shape: [1], data: ['x'] }]);
    expect(() => got.numbers('s')).toThrow("output 's' is BYTES: use texts or bytes");
    expect(() => got.numbers('z')).toThrow("the answer has no output 'z'; it has s");
    const lying = { name: 's', datatype: 'BYTES', shape: [1], parameters: { binary_data_size: 5 } };
    expect(() => answer([lying], Buffer.from('ffffffff00', 'hex')).bytes('s')).toThrow(
      'longer than its tensor',
    );
  });
});
