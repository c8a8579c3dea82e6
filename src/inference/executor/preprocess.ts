import type { ImageInputSpec } from '../model-spec.js';
import type { Placement } from '../tasks/task-io.js';
import { fillBorder } from './border.js';
import { channelTables, type PixelArray } from './channel-tables.js';
import type { DecodedImage } from './decode.js';
import { placeImage } from './geometry.js';
import { sampleAntialias } from './resample-antialias.js';
import { sampleBilinear, sampleNearest } from './resample-point.js';
import { toGrey } from './source-pixels.js';
import { tensorTarget } from './tensor-target.js';
import { AS_IS, mirroredOrientation, placeVariant, type Variant } from './variant.js';

/** Index of the tensor's channel that red, green and blue go to. */
const PLANES = { RGB: [0, 1, 2], BGR: [2, 1, 0], GRAY: [0] } as const;

/**
 * Writes a picture into the input tensor in one pass: resize, border, turn upright, channel order, layout, normalise.
 * Every pixel is rounded to 8 bits after resizing, as OpenCV and Pillow do, so that normalising is a look-up.
 *
 * @param image as `decodeImage` gives it; not kept
 * @param out the whole batch's tensor: float32, float16 as raw bits, uint8 or int8, in `spec.layout`
 * @param itemOffset index in `out` of this picture's first number
 * @param variant how the picture is shown: mirrored, or in another size than the usual one
 * @returns where the upright picture lies in the input, for mapping boxes back
 */
export function fillImageTensor(
  image: DecodedImage,
  spec: ImageInputSpec,
  out: PixelArray,
  itemOffset: number,
  variant: Variant = AS_IS,
): Placement {
  const usual = placeImage(image.fullWidth, image.fullHeight, spec);
  const { rect, placement } = placeVariant(usual, spec, variant);
  const { tables, border } = channelTables(spec);
  fillBorder(spec, rect, border, out, itemOffset);
  const target = tensorTarget(spec, rect, mirroredOrientation(image.orientation, variant), out, itemOffset);
  const planes = PLANES[spec.color];
  const ordered = planes.map((plane) => tables[plane] as PixelArray);
  const source = spec.color === 'GRAY' ? toGrey(image) : image;
  const isRightSize = source.width === target.width && source.height === target.height;
  if (isRightSize || spec.resample === 'nearest') sampleNearest(source, target, ordered, planes, 0);
  else if (spec.resample === 'nearest-exact') sampleNearest(source, target, ordered, planes, 0.5);
  else if (spec.resample === 'bilinear') sampleBilinear(source, target, ordered, planes);
  else sampleAntialias(source, target, ordered, planes, spec.resample);
  return placement;
}
