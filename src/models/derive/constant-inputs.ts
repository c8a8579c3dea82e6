import type { ConstantInput, ImageInputSpec, TensorInfo } from '../../inference/model-spec.js';
import { WHOLE_RANGES } from '../../inference/tasks/tensor-arrays.js';
import type { InputManifest } from '../manifest/sections/input-manifest.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';

type Size = Pick<ImageInputSpec, 'width' | 'height' | 'layout'>;

/** One number for every value of the input, or a number for each of one picture's. */
type Value = number | readonly number[];

/** Most numbers for one picture: a mask of the largest picture that is served. */
const MOST_VALUES = 2 ** 26;

/**
 * Inputs that exporters of detectors add. The size that a graph scales its boxes to is always that of the input: the answer is
 * mapped back to the picture here.
 *
 * @see https://github.com/lyuwenyu/RT-DETR (export_onnx.py); https://github.com/PaddlePaddle/PaddleDetection (EXPORT_MODEL.md);
 *   https://github.com/qqwweee/keras-yolo3; DetrForObjectDetection of Hugging Face's transformers
 */
const KNOWN: Readonly<Record<string, (size: Size) => Value>> = {
  orig_target_sizes: ({ width, height }) => [width, height],
  scale_factor: () => [1, 1],
  im_shape: ({ width, height }) => [height, width],
  image_shape: ({ width, height }) => [height, width],
  pixel_mask: () => 1,
};

/**
 * What the inputs beside the picture get.
 *
 * @param picture the graph input that takes it
 */
export function constantInputs(
  inputs: readonly TensorInfo[],
  picture: TensorInfo,
  size: Size,
  declared: InputManifest['constants'] = {},
): Outcome<readonly ConstantInput[]> {
  const others = inputs.filter((input) => input !== picture);
  const unknown = Object.keys(declared).find((name) => !others.some((other) => other.name === name));
  if (unknown !== undefined) {
    const names = others.map(({ name }) => name).join(', ') || 'none';
    return missing(
      'input.constants',
      `the model has no input '${unknown}' beside the picture's; there is: ${names}`,
    );
  }
  const constants: ConstantInput[] = [];
  const open: string[] = [];
  for (const input of others) {
    const value = own(declared, input.name) ?? own(KNOWN, input.name)?.(size);
    if (value === undefined) {
      open.push(`'${input.name}' ${shapeText(input)}`);
      continue;
    }
    const constant = constantOf(input, picture, size, value);
    if (!constant.ok) return constant;
    constants.push(constant.value);
  }
  if (open.length === 0) return found(constants);
  return missing(
    'input.constants',
    `a picture fills '${picture.name}' only; declare input.constants with what ${open.join(', ')} gets`,
  );
}

const own = <T>(map: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

function constantOf(
  input: TensorInfo,
  picture: TensorInfo,
  size: Size,
  value: Value,
): Outcome<ConstantInput> {
  const { name, type } = input;
  const refuse = (reason: string): Outcome<ConstantInput> =>
    missing('input.constants', `'${name}' is ${shapeText(input)}, ${reason}`);
  if (type === 'string') return refuse('which takes texts; only numbers are served');
  const dims = dimsOf(input, picture, size, value);
  if (dims === null) return refuse('which does not tell how many numbers it takes');
  const room = dims.reduce<number>((product, dim) => product * (dim ?? 1), 1);
  if (room > MOST_VALUES) return refuse('which is too large');
  const values = typeof value === 'number' ? [value] : value;
  if (values.length !== room && typeof value !== 'number') {
    return refuse(`so a picture has ${room} numbers there, not ${values.length}`);
  }
  const unfit = values.find((one) => !fits(one, type));
  if (unfit !== undefined) return refuse(`which cannot hold ${unfit}`);
  return found({ name, type, dims, values });
}

/**
 * Every dimension as a number, the first one null where it counts the pictures. Others that are open are those of the picture
 * with the same name, or, where only one is left, what the list has numbers for.
 */
function dimsOf(
  { dims, unranked }: TensorInfo,
  picture: TensorInfo,
  { width, height, layout }: Size,
  value: Value,
): (number | null)[] | null {
  if (unranked) return null;
  const [down, across] = layout === 'NCHW' ? picture.dims.slice(-2) : picture.dims.slice(-3, -1);
  // A list of several numbers for one open dimension is that dimension.
  const isWhole = dims.length === 1 && typeof value !== 'number' && value.length > 1;
  const sizes = dims.map((dim, axis): number | null | undefined => {
    if (typeof dim === 'number') return dim;
    if (axis === 0 && !isWhole) return null;
    if (dim !== '' && dim === down) return height;
    return dim !== '' && dim === across ? width : undefined;
  });
  const open = sizes.filter((dim) => dim === undefined).length;
  if (open === 0) return sizes as (number | null)[];
  if (open > 1 || typeof value === 'number') return null;
  const rest = sizes.reduce<number>((product, dim) => product * (dim ?? 1), 1);
  const last = value.length / rest;
  return Number.isInteger(last) ? sizes.map((dim) => (dim === undefined ? last : dim)) : null;
}

function fits(value: number, type: ConstantInput['type']): boolean {
  if (type === 'bool') return value === 0 || value === 1;
  const range = WHOLE_RANGES[type];
  if (range === undefined) return true;
  return Number.isSafeInteger(value) && BigInt(value) >= range[0] && BigInt(value) <= range[1];
}
