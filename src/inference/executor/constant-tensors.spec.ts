import type { ConstantInput } from '../model-spec.js';
import type { NamedTensor } from '../tasks/task-io.js';
import { ConstantTensors } from './constant-tensors.js';

describe('ConstantTensors', () => {
  it.each<[string, ConstantInput, Omit<NamedTensor, 'name'>]>([
    [
      'for each picture',
      { name: 'a', type: 'int64', dims: [null, 2], values: [640, 480] },
      { type: 'int64', dims: [2, 2], data: BigInt64Array.of(640n, 480n, 640n, 480n) },
    ],
    [
      'for all pictures',
      { name: 'a', type: 'float32', dims: [3], values: [1, 2, 3] },
      { type: 'float32', dims: [3], data: Float32Array.of(1, 2, 3) },
    ],
    [
      'in every place',
      { name: 'a', type: 'uint8', dims: [null, 2, 2], values: [7] },
      { type: 'uint8', dims: [2, 2, 2], data: Uint8Array.of(7, 7, 7, 7, 7, 7, 7, 7) },
    ],
    [
      'without dimensions',
      { name: 'a', type: 'float16', dims: [], values: [1] },
      { type: 'float16', dims: [], data: Uint16Array.of(0x3c00) },
    ],
  ])('have their values %s', (_, input, expected) => {
    expect(new ConstantTensors([input]).forBatch(2)).toEqual([{ name: 'a', ...expected }]);
  });

  it('are none where the model has one input', () => {
    expect(new ConstantTensors().forBatch(1)).toEqual([]);
  });
});
