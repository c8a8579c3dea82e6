import type { TensorInfo } from '../../inference/model-spec.js';
import { rawInput } from './raw-request.js';

const info = (dims: TensorInfo['dims'], type: TensorInfo['type'] = 'float32'): TensorInfo => ({
  name: 'x',
  type,
  dims,
});

describe('rawInput', () => {
  it.each<[string, TensorInfo['dims'], number, number[]]>([
    ['a fixed shape', [1, 3], 12, [1, 3]],
    ['as many rows as there are', ['n', 3], 24, [2, 3]],
    ['one item with one variable size', ['n', 'length', 2], 24, [1, 3, 2]],
    ['a variable size behind a fixed one', [1, 'length'], 8, [1, 2]],
  ])('tells %s', (_, dims, bytes, shape) => {
    const body = new Uint8Array(bytes);
    const input = rawInput(body, [info(dims)]);
    expect(input).toMatchObject({ name: 'x', datatype: 'FP32', shape, data: { kind: 'binary' } });
  });

  it.each<[string, TensorInfo, number, string]>([
    ['another number of bytes', info([1, 3]), 13, "input 'x' expects FP32[1, 3]; got 13 raw bytes, not 12"],
    ['no whole number of rows', info(['n', 3]), 13, 'got 13 raw bytes, no multiple of 12'],
    ['two variable sizes', info([1, 'h', 'w']), 12, 'from which several variable dimensions cannot be told'],
    [
      'three variable sizes',
      info(['n', 'h', 'w']),
      12,
      'from which several variable dimensions cannot be told',
    ],
    ['no byte', info(['n', 3]), 0, 'got 0 raw bytes, which hold no element'],
    ['any shape', { ...info([]), unranked: true }, 4, 'from which no shape can be told'],
    ['several texts', info([2], 'string'), 4, "input 'x' expects BYTES[2]; got one raw element"],
  ])('refuses %s', (_, model, bytes, message) => {
    expect(() => rawInput(new Uint8Array(bytes), [model])).toThrow(message);
  });

  it('takes the body as one text, without a length in front', () => {
    const input = rawInput(Buffer.from('café'), [info(['n', 1], 'string')]);
    expect(input).toMatchObject({ datatype: 'BYTES', shape: [1, 1] });
    const bytes = input.data.kind === 'binary' ? Buffer.from(input.data.bytes).toString('hex') : '';
    expect(bytes).toBe('05000000636166c3a9');
  });

  it('needs a model with one input', () => {
    expect(() => rawInput(new Uint8Array(4), [info([1]), info([1])])).toThrow('this one has 2');
  });
});
