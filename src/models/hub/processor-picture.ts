import { shown } from '../manifest/manifest-rules.js';
import type { HubPicture } from './hub-export.js';
import { HubFault, channelNumbers, flagOf, type JsonMap, numberOf, valueOf } from './json-values.js';
import { processorFamily, type ProcessorFamily } from './processor-family.js';
import { processorPlace } from './processor-place.js';

/** Pillow's numbers of its filters, all of them with antialiasing. 4 is box, 5 Hamming. */
const FILTERS: ReadonlyMap<unknown, NonNullable<HubPicture['resample']>> = new Map([
  [0, 'nearest-exact'],
  [1, 'lanczos3'],
  [2, 'antialias'],
  [3, 'bicubic'],
]);

/**
 * How transformers would make a picture ready, by `preprocessor_config.json`: resize, cut out, rescale, normalise.
 *
 * @param modelType `model_type` of config.json
 * @param file name of the file, for the notes
 * @returns null when the file speaks of no pictures
 * @throws HubFault for a value that is not what its key takes
 * @see https://huggingface.co/docs/transformers/main_classes/image_processor
 */
export function processorPicture(processor: JsonMap, modelType: unknown, file: string): HubPicture | null {
  const keys = ['do_resize', 'do_normalize', 'do_rescale', 'do_center_crop', 'image_mean'];
  if (!keys.some((key) => Object.hasOwn(processor, key))) return null;
  const family = processorFamily(processor, modelType);
  const { unserved, notes, ...place } = processorPlace(processor, family);
  const number = valueOf(processor, 'resample') ?? family.resample;
  const resample = FILTERS.get(number);
  const isUnknown = resample === undefined && flagOf(processor, 'do_resize') !== false;
  const filter = `resample is ${shown(number)}, a filter of Pillow's that is not served`;
  const isFlipped = flagOf(processor, 'do_flip_channel_order') ?? family.special === 'mobilevit';
  return {
    file,
    note: `from ${file}`,
    ...place,
    ...(resample !== undefined && { resample }),
    color: isFlipped ? 'BGR' : 'RGB',
    values: pixelValues(processor, family),
    unserved: isUnknown ? [...unserved, { key: 'resample', reason: filter }] : unserved,
    notes: notes.map((note) => `${file}: ${note}`),
  };
}

function pixelValues(processor: JsonMap, { special }: ProcessorFamily): NonNullable<HubPicture['values']> {
  const isRescaled = flagOf(processor, 'do_rescale') ?? true;
  const factor = valueOf(processor, 'rescale_factor') ?? 1 / 255;
  const scale = isRescaled ? numberOf(factor, 'rescale_factor', 1e-9, 1e9) : 1;
  const moved = isRescaled && flagOf(processor, 'rescale_offset') === true ? 1 : 0;
  // The processor of MobileViT knows no mean, whatever stands in its file.
  const isNormalized = special !== 'mobilevit' && (flagOf(processor, 'do_normalize') ?? true);
  if (!isNormalized) return { scale, mean: [moved], std: [1] };
  const [given, spread] = [valueOf(processor, 'image_mean'), valueOf(processor, 'image_std')];
  if (given === undefined || spread === undefined) {
    throw new HubFault('has do_normalize, but not both of image_mean and image_std');
  }
  const mean = channelNumbers(given, 'image_mean').map((value) => value + moved);
  const std = channelNumbers(spread, 'image_std', true);
  // Its top was trained on values that are divided once more.
  const isTwice = special === 'efficientnet' && (flagOf(processor, 'include_top') ?? true);
  return { scale, mean, std: isTwice ? std.map((value) => value * value) : std };
}
