import { onnxModel, type OnnxModelParts } from '../../../test/fixtures/onnx-writer.js';
import type { ElementType } from '../../../test/fixtures/onnx-writer.js';
import type { OnnxInfo } from './onnx-info.js';
import { servable } from './onnx-file.js';
import { readOnnxBytes } from './read-onnx.js';

const check = async (parts: OnnxModelParts): Promise<OnnxInfo> =>
  servable(await readOnnxBytes(onnxModel(parts)), 'm.onnx');

const value = (name: string, type: ElementType = 'float32', dims: (number | string)[] | null = [1]) => ({
  name,
  type,
  dims,
});

describe('what onnxruntime-node can serve', () => {
  it.each<ElementType>([
    'float32',
    'float64',
    'float16',
    'int8',
    'int16',
    'int32',
    'int64',
    'uint8',
    'uint16',
    'uint32',
    'uint64',
    'bool',
    'string',
  ])('takes %s', async (type) => {
    const { inputs, outputs } = await check({ inputs: [value('x', type)], outputs: [value('y', type)] });
    expect([inputs[0]?.type, outputs[0]?.type]).toEqual([type, type]);
  });

  it('says when the file states no shape', async () => {
    const { inputs } = await check({ inputs: [value('x', 'float32', null)], outputs: [value('y')] });
    expect(inputs).toEqual([{ name: 'x', type: 'float32', dims: [], unranked: true }]);
  });

  it('reads -1 as a dynamic dimension, as PaddlePaddle exports have it', async () => {
    const { inputs, outputs } = await check({
      inputs: [value('x', 'float32', [-1, 3, 8, 8])],
      outputs: [value('y', 'float32', [-1, 2])],
    });
    expect([inputs[0]?.dims, outputs[0]?.dims]).toEqual([
      ['', 3, 8, 8],
      ['', 2],
    ]);
  });

  it('keeps the tensors of a model with a ZipMap', async () => {
    const { outputs, unservedOutputs } = await check({
      outputs: [value('label', 'int64'), { ...value('probabilities'), otherKind: 4 }],
    });
    expect(outputs.map(({ name }) => name)).toEqual(['label']);
    expect(unservedOutputs.map(({ name }) => name)).toEqual(['probabilities']);
  });

  it.each<[string, OnnxModelParts, RegExp]>([
    ['no outputs', { inputs: [value('x')] }, /^m\.onnx has no outputs$/],
    ['bfloat16', { inputs: [value('x', 'bfloat16')], outputs: [value('y')] }, /input 'x' of bfloat16, which/],
    ['complex64', { outputs: [value('y', 'complex64')] }, /output 'y' of complex64/],
    [
      'a negative dimension',
      { inputs: [value('x', 'float32', [-5])], outputs: [value('y')] },
      /negative dimension -5 in input 'x'/,
    ],
    [
      'a sequence as input',
      { inputs: [{ ...value('x'), otherKind: 4 }], outputs: [value('y')] },
      /is a sequence; only/,
    ],
    [
      'only a sequence as output',
      { outputs: [{ ...value('y'), otherKind: 4 }] },
      /no tensor output \('y' is a seq/,
    ],
    ['an input without a name', { inputs: [value('')], outputs: [value('y')] }, /an input without a name/],
    ['two outputs of one name', { outputs: [value('y'), value('y')] }, /two outputs named 'y'/],
    [
      'a custom operator',
      { outputs: [value('y')], nodes: [{ op: 'Foo', inputs: [], outputs: ['y'], domain: 'x' }] },
      /uses the custom operator domain 'x', which onnxruntime does not have/,
    ],
  ])('refuses %s', async (_, parts, message) => {
    await expect(check(parts)).rejects.toThrow(message);
  });
});
