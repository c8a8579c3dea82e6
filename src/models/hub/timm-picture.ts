import { IMAGENET_VALUES, UNIT_SCALE } from '../derive/picture-profile.js';
import { shown } from '../manifest/manifest-rules.js';
import type { HubPicture } from './hub-export.js';
import { HubFault, channelNumbers, type JsonMap, numberOf, sideOf, valueOf } from './json-values.js';

const FILTERS: ReadonlyMap<unknown, NonNullable<HubPicture['resample']>> = new Map([
  ['nearest', 'nearest-exact'],
  ['lanczos', 'lanczos3'],
  ['bilinear', 'antialias'],
  ['bicubic', 'bicubic'],
]);

/**
 * How timm makes a picture ready for evaluation, by `pretrained_cfg`: resized to floor(size / crop_pct), the middle kept.
 *
 * @param config the `pretrained_cfg` of config.json (in old files its keys stand in config.json itself)
 * @param file name of the file, for the notes
 * @throws HubFault for a value that is not what its key takes
 * @see https://github.com/huggingface/pytorch-image-models (timm/data/config.py, transforms_factory.py), Apache-2.0
 */
export function timmPicture(config: JsonMap, file: string): HubPicture {
  const size = timmSize(config);
  const share = numberOf(valueOf(config, 'crop_pct') ?? 0.875, 'crop_pct', 0.1, 1);
  const mode = valueOf(config, 'crop_mode') ?? 'center';
  const filter = valueOf(config, 'interpolation') ?? 'bicubic';
  const resample = FILTERS.get(filter);
  const unserved: HubPicture['unserved'][number][] = [];
  if (mode !== 'center' && mode !== 'squash') {
    unserved.push({ key: 'fit', reason: `crop_mode is ${shown(mode)}, and served are center and squash` });
  }
  if (mode === 'center' && size.width !== size.height) {
    unserved.push({ key: 'fit', reason: `a crop of ${size.width} x ${size.height} pixels is not served` });
  }
  if (resample === undefined) {
    unserved.push({ key: 'resample', reason: `interpolation is ${shown(filter)}, which is not served` });
  }
  // timm takes those of ImageNet where a model names none.
  const mean = channelNumbers(valueOf(config, 'mean') ?? IMAGENET_VALUES.mean, 'mean');
  const std = channelNumbers(valueOf(config, 'std') ?? IMAGENET_VALUES.std, 'std', true);
  const kept = size.width / Math.floor(size.width / share);
  return {
    file,
    note: `from ${file}`,
    size,
    fit: mode === 'squash' ? 'stretch' : 'center-crop',
    ...(mode === 'squash' && kept === 1 ? {} : { cropFraction: kept }),
    ...(resample !== undefined && { resample }),
    color: 'RGB',
    values: { scale: UNIT_SCALE, mean, std },
    unserved,
    notes: [],
  };
}

/** `input_size` is [channels, height, width]. */
function timmSize(config: JsonMap): { width: number; height: number } {
  const size = valueOf(config, 'input_size');
  if (!Array.isArray(size) || size.length !== 3) {
    throw new HubFault(`has input_size: ${shown(size ?? null)}, and expected is [channels, height, width]`);
  }
  return { height: sideOf(size[1], 'input_size[1]'), width: sideOf(size[2], 'input_size[2]') };
}

/** Channels of `input_size`, where timm's file has one. */
export function timmChannels(config: JsonMap): unknown {
  const size = valueOf(config, 'input_size');
  return Array.isArray(size) ? size[0] : undefined;
}
