import type { InputManifest } from '../manifest/sections/input-manifest.js';
import type { PictureGeometry } from './picture-input.js';
import {
  type PictureProfile,
  type PixelValues,
  RAW_VALUES,
  UNIT_SCALE,
  UNIT_VALUES,
} from './picture-profile.js';
import type { Provenance } from './provenance.js';

/**
 * Scale, mean and deviation belong together: where the manifest gives some of them, the rest is neutral and not the
 * family's. A mean or deviation above 2 can only be meant for pixels 0-255.
 */
export function pixelValues(
  { channels, type }: PictureGeometry,
  declared: InputManifest,
  profile: PictureProfile,
  provenance: Provenance,
  faults: string[],
): PixelValues {
  const mean = perChannel('input.mean', declared.mean, channels, faults);
  const std = perChannel('input.std', declared.std, channels, faults);
  if (declared.scale === undefined && mean === undefined && std === undefined) {
    return familyValues(channels, type, profile, provenance);
  }
  const isForPixels = [...(mean ?? []), ...(std ?? [])].some((value) => Math.abs(value) > 2);
  const scale = provenance.take('input.scale', {
    declared: declared.scale,
    fallback: isForPixels ? 1 : UNIT_SCALE,
    note: isForPixels ? 'mean and std are given for pixels 0-255' : 'mean and std are given for values 0-1',
  });
  const neutral = 'the neutral value, since input.scale, input.mean or input.std is declared';
  return {
    scale,
    mean: provenance.take('input.mean', { declared: mean, fallback: spread([0], channels), note: neutral }),
    std: provenance.take('input.std', { declared: std, fallback: spread([1], channels), note: neutral }),
  };
}

function familyValues(
  channels: 1 | 3,
  type: PictureGeometry['type'],
  profile: PictureProfile,
  provenance: Provenance,
): PixelValues {
  const { values, note, isKnown } = fittingValues(channels, type, profile);
  const take = <T>(path: string, value: T): T =>
    provenance.take(path, { derived: isKnown ? value : undefined, fallback: value, note });
  return {
    scale: take('input.scale', values.scale),
    mean: take('input.mean', spread(values.mean, channels)),
    std: take('input.std', spread(values.std, channels)),
  };
}

function fittingValues(
  channels: 1 | 3,
  type: PictureGeometry['type'],
  profile: PictureProfile,
): { values: PixelValues; note: string; isKnown: boolean } {
  if (type === 'uint8') return { values: RAW_VALUES, note: 'the input takes bytes', isKnown: true };
  if (type === 'int8') {
    return {
      values: { scale: 1, mean: [128], std: [1] },
      note: 'pixels moved into -128 to 127',
      isKnown: false,
    };
  }
  const { told } = profile;
  if (told?.values && told.values.mean.length <= channels && told.values.std.length <= channels) {
    return { values: told.values, note: told.note, isKnown: true };
  }
  if (profile.values.mean.length > channels) {
    return { values: UNIT_VALUES, note: 'grey pictures as 0-1; check with the makers', isKnown: false };
  }
  return { values: profile.values, note: profile.note, isKnown: profile.isKnown };
}

const spread = (values: readonly number[], channels: number): readonly number[] =>
  values.length === channels ? values : Array.from({ length: channels }, () => values[0]!);

function perChannel(
  path: string,
  declared: number | number[] | undefined,
  channels: number,
  faults: string[],
): readonly number[] | undefined {
  if (declared === undefined) return undefined;
  const values = Array.isArray(declared) ? declared : [declared];
  if (values.length > channels)
    faults.push(`${path}: ${values.length} numbers, but the model takes 1 channel`);
  return spread(values, channels);
}
