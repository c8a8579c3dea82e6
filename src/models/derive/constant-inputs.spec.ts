import type { ImageInputSpec, TensorInfo } from '../../inference/model-spec.js';
import { constantInputs } from './constant-inputs.js';

const picture: TensorInfo = { name: 'x', type: 'float32', dims: ['n', 3, 'h', 'w'] };
const input = (name: string, dims: TensorInfo['dims'], type: TensorInfo['type'] = 'float32'): TensorInfo => ({
  name,
  type,
  dims,
});
const SIZE = { width: 640, height: 480, layout: 'NCHW' as ImageInputSpec['layout'] };

const fed = (other: TensorInfo, declared?: Record<string, number | number[]>) =>
  constantInputs([picture, other], picture, SIZE, declared);

describe('an input beside the picture', () => {
  it.each<[string, TensorInfo, number[]]>([
    ['RT-DETR', input('orig_target_sizes', ['n', 2], 'int64'), [640, 480]],
    ['PaddleDetection', input('scale_factor', ['', 2]), [1, 1]],
    ['PaddleDetection of a fixed batch', input('im_shape', [1, 2]), [480, 640]],
    ['keras-yolo3', input('image_shape', ['', 2]), [480, 640]],
  ])('is known of %s', (_, other, values) => {
    const dims = other.dims.map((dim) => (typeof dim === 'string' ? null : dim));
    expect(fed(other)).toEqual({ ok: true, value: [{ name: other.name, type: other.type, dims, values }] });
  });

  it.each<[string, TensorInfo, number | number[], (number | null)[], number[]]>([
    ['a number without dimensions', input('a', []), 0.5, [], [0.5]],
    ['a number for each picture', input('a', ['n']), 0.5, [null], [0.5]],
    ['a list for all pictures', input('a', ['n']), [1, 2, 3], [3], [1, 2, 3]],
    ['a mask as large as the picture', input('a', ['n', 'h', 'w'], 'int64'), 1, [null, 480, 640], [1]],
    ['a list for an open dimension', input('a', ['n', '']), [1, 2], [null, 2], [1, 2]],
    ['a number for a fixed shape', input('a', [1, 4]), 2, [1, 4], [2]],
    ['yes', input('a', [1], 'bool'), 1, [1], [1]],
  ])('may get %s', (_, other, said, dims, values) => {
    expect(fed(other, { a: said })).toEqual({
      ok: true,
      value: [{ name: 'a', type: other.type, dims, values }],
    });
  });

  it.each<[string, TensorInfo, Record<string, number | number[]> | undefined, RegExp]>([
    [
      'of which nobody knows',
      input('a', ['n', 2]),
      undefined,
      /fills 'x' only; .* what 'a' float32\[n, 2\] gets/,
    ],
    ['that is not there', input('a', [1]), { b: 1 }, /no input 'b' beside the picture's; there is: a/],
    ['of texts', input('a', [1], 'string'), { a: 1 }, /takes texts/],
    ['with too few numbers', input('a', [1, 3]), { a: [1, 2] }, /has 3 numbers there, not 2/],
    ['of any shape', { ...input('a', []), unranked: true }, { a: 1 }, /does not tell how many/],
    ['of two open dimensions', input('a', ['n', 'k', 'l']), { a: [1, 2] }, /does not tell how many/],
    ['of bytes', input('a', [1], 'uint8'), { a: 300 }, /cannot hold 300/],
    ['of whole numbers', input('a', [1], 'int64'), { a: 0.5 }, /cannot hold 0.5/],
  ])('%s is refused', (_, other, declared, reason) => {
    expect(fed(other, declared)).toMatchObject({
      ok: false,
      path: 'input.constants',
      reason: expect.stringMatching(reason),
    });
  });
});
