import sharp from 'sharp';

import { AppError } from '../../common/errors.js';
import type { DecodeLimits } from '../executor-protocol.js';
import type { ImageInputSpec, ModelSpec } from '../model-spec.js';
import type { ChannelStatistics, PreprocessReport } from '../preprocess-report.js';
import type { Box } from '../tasks/task-io.js';
import { numbersOf, type NumberArray } from '../tasks/tensor-numbers.js';
import { BatchTensor } from './batch-tensor.js';
import { decodeImage } from './decode.js';
import { decodePlan } from './decode-plan.js';
import { fillImageTensor } from './preprocess.js';

const FIRST_VALUES = 16;

const CHANNELS = {
  RGB: ['red', 'green', 'blue'],
  BGR: ['blue', 'green', 'red'],
  GRAY: ['gray'],
} as const;

/** Places of red, green and blue among the channels. */
const TO_RGB = { RGB: [0, 1, 2], BGR: [2, 1, 0], GRAY: [0] } as const;

/**
 * Makes the input tensor of a picture as a prediction does, and describes it: of the picture as it is, where test-time
 * augmentation shows it in several ways. Nothing is run.
 *
 * @param region the part to look at, in pixels of the upright picture
 * @throws AppError as `decodeImage`; NO_INPUT for a model that takes no pictures
 */
export async function debugPreprocess(
  bytes: Uint8Array,
  region: Box | undefined,
  spec: ModelSpec,
  limits: DecodeLimits,
): Promise<PreprocessReport> {
  if (!('image' in spec.task)) throw new AppError('NO_INPUT', { expected: 'a model that takes pictures' });
  const { image } = spec.task;
  const decoded = await decodeImage(bytes, limits, image, { ...decodePlan(spec, spec.task), region });
  const batch = new BatchTensor(image, spec);
  const data = batch.forBatch(1);
  const placement = fillImageTensor(decoded, image, data, 0);
  const tensor = batch.asTensor(data);
  const item = data.subarray(0, batch.itemLength);
  const values = numbersOf({ ...tensor, data: item });
  const { name, type, dims } = tensor;
  const { cut } = decoded;
  return {
    tensor: { name, type, dims },
    channels: CHANNELS[image.color].map((channel, index) => ({
      channel,
      ...statistics(values, indices(image, index)),
    })),
    firstValues: Array.from(values.subarray(0, FIRST_VALUES)),
    placement,
    region: cut ? { x: cut.left, y: cut.top, width: cut.width, height: cut.height } : null,
    picture: await png(pixelsOf(values, image), image),
  };
}

/** Where a channel's values lie in the tensor of one picture. */
interface Indices {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

function indices({ layout, color, width, height }: ImageInputSpec, channel: number): Indices {
  const count = width * height;
  return layout === 'NCHW'
    ? { start: channel * count, step: 1, count }
    : { start: channel, step: CHANNELS[color].length, count };
}

function statistics(
  values: NumberArray,
  { start, step, count }: Indices,
): Omit<ChannelStatistics, 'channel'> {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  const end = start + count * step;
  for (let at = start; at < end; at += step) {
    const value = values[at] as number;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (let at = start; at < end; at += step) squares += ((values[at] as number) - mean) ** 2;
  return { min, max, mean, std: Math.sqrt(squares / count) };
}

/** Turns the tensor's values back into pixels: pixel = (value * std + mean) / scale. */
function pixelsOf(values: NumberArray, image: ImageInputSpec): Uint8Array {
  const order = TO_RGB[image.color];
  const pixels = new Uint8Array(values.length);
  order.forEach((channel, place) => {
    const mean = image.mean[channel] ?? image.mean[0] ?? 0;
    const std = image.std[channel] ?? image.std[0] ?? 1;
    const { start, step, count } = indices(image, channel);
    for (let pixel = 0; pixel < count; pixel += 1) {
      const value = ((values[start + pixel * step] as number) * std + mean) / image.scale;
      pixels[pixel * order.length + place] = Math.min(255, Math.max(0, Math.round(value)));
    }
  });
  return pixels;
}

async function png(pixels: Uint8Array, { width, height, color }: ImageInputSpec): Promise<Uint8Array> {
  const channels = CHANNELS[color].length as 1 | 3;
  const picture = sharp(pixels, { raw: { width, height, channels } });
  // Written as grey where it is grey; libvips would make three channels of one.
  return (channels === 1 ? picture.toColourspace('b-w') : picture).png().toBuffer();
}
