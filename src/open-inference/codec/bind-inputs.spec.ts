import type { TensorInfo } from '../../inference/model-spec.js';
import { bindInputs } from './bind-inputs.js';
import type { WireData, WireInput } from './wire-request.js';

const model: TensorInfo[] = [
  { name: 'a', type: 'float32', dims: ['batch', 2] },
  { name: '__proto__', type: 'string', dims: [1] },
];

const json = (values: unknown): WireData => ({ kind: 'json', values });
const binary = (hex: string): WireData => ({ kind: 'binary', bytes: Buffer.from(hex, 'hex') });
const text: WireInput = { name: '__proto__', datatype: 'BYTES', shape: [1], data: json(['t']) };
const a = (parts: Partial<WireInput>): WireInput => ({
  name: 'a',
  datatype: 'FP32',
  shape: [1, 2],
  data: json([1, 2]),
  ...parts,
});

describe('bindInputs', () => {
  it("gives the tensors in the model's order", () => {
    expect(
      bindInputs(
        [
          text,
          a({
            shape: [2, 2],
            data: json([
              [1, 2],
              [3, 4],
            ]),
          }),
        ],
        model,
        100,
      ),
    ).toEqual([
      { name: 'a', type: 'float32', dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { name: '__proto__', type: 'string', dims: [1], data: ['t'] },
    ]);
  });

  it('takes any shape where the model states none, and scalars', () => {
    const any: TensorInfo[] = [{ name: 'a', type: 'float32', dims: [], unranked: true }];
    expect(bindInputs([a({})], any, 100)[0]?.dims).toEqual([1, 2]);
    const scalar: TensorInfo[] = [{ name: 'a', type: 'float32', dims: [] }];
    expect(bindInputs([a({ shape: [], data: json([7]) })], scalar, 100)[0]?.data).toEqual(Float32Array.of(7));
  });

  it('takes a tensor without elements', () => {
    expect(bindInputs([a({ shape: [0, 2], data: binary('') }), text], model, 100)[0]).toEqual({
      name: 'a',
      type: 'float32',
      dims: [0, 2],
      data: new Float32Array(0),
    });
  });

  it.each<[string, Partial<WireInput>, string]>([
    [
      'an unknown name',
      { name: 'b' },
      "input 'b' expects one of the names a, __proto__; got an unknown name",
    ],
    ['another datatype', { datatype: 'FP64' }, "input 'a' expects FP32[-1, 2]; got FP64"],
    ['BF16', { datatype: 'BF16' }, 'got BF16, which onnxruntime-node cannot carry; convert it to FP32'],
    ['no datatype at all', { datatype: 'float' }, "got the unknown datatype 'float'"],
    ['another size', { shape: [1, 3] }, "input 'a' expects FP32[-1, 2]; got shape [1, 3]"],
    ['another rank', { shape: [2] }, "input 'a' expects FP32[-1, 2]; got shape [2]"],
    [
      'a size that no tensor has',
      { shape: [2 ** 32, 2] },
      "input 'a' expects sizes of at most 4294967295; got shape [4294967296, 2]",
    ],
    ['too few values', { data: json([1]) }, 'expects 2 values in "data" by its shape; got 1'],
    ['too few bytes', { data: binary('00000000') }, 'expects 8 bytes for its shape; got 4'],
    ['too many values', { shape: [1000, 2] }, "input 'a' is over its limit of 100 bytes"],
  ])('refuses %s', (_, parts, message) => {
    expect(() => bindInputs([a(parts), text], model, 100)).toThrow(message);
  });

  it('names every input that is missing', () => {
    expect(() => bindInputs([], model, 100)).toThrow(
      "input 'a' FP32[-1, 2] is missing; input '__proto__' BYTES[1] is missing",
    );
  });

  it('refuses two tensors of one name', () => {
    expect(() => bindInputs([a({}), a({})], model, 100)).toThrow(
      "input 'a' expects one tensor; got two of that name",
    );
  });

  it('refuses bytes that are no truth values', () => {
    const flags: TensorInfo[] = [{ name: 'a', type: 'bool', dims: [3] }];
    const input = a({ datatype: 'BOOL', shape: [3], data: binary('000102') });
    expect(() => bindInputs([input], flags, 100)).toThrow("input 'a' expects 0 or 1 at position 2; got 2");
  });
});
