import type { ImageInputSpec } from '../../inference/model-spec.js';
import type { InputManifest } from '../manifest/sections/input-manifest.js';
import type { PictureGeometry } from './picture-input.js';
import type { Provenance } from './provenance.js';

type Color = ImageInputSpec['color'];

/** How the makers of a family of models feed them. */
export interface PictureProfile {
  readonly color: 'RGB' | 'BGR';
  readonly fit: ImageInputSpec['fit'];
  /** For `center-crop`: the part of the shorter side that is kept, 0-1; torchvision's when not given. */
  readonly cropFraction?: number;
  /** Value of the border, 0-255. */
  readonly pad: number;
  readonly resample: ImageInputSpec['resample'];
  readonly values: PixelValues;
  /** Whether the file tells the family, or it is a guess that the operator should check. */
  readonly isKnown: boolean;
  readonly note: string;
}

/** value = (pixel * scale - mean) / std, in the order of the channels. */
export interface PixelValues {
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export const UNIT_SCALE = 1 / 255;

/** 224 of 256, as torchvision's own weights are evaluated. */
const TORCHVISION_CROP = 0.875;

/** Plain 0-1. */
export const UNIT_VALUES: PixelValues = { scale: UNIT_SCALE, mean: [0], std: [1] };

/** Pixels as they are, 0-255. */
export const RAW_VALUES: PixelValues = { scale: 1, mean: [0], std: [1] };

/** Mean and deviation of ImageNet's training set, as in torchvision's weights. */
export const IMAGENET_VALUES: PixelValues = {
  scale: UNIT_SCALE,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/**
 * Fills in how a picture becomes the input tensor.
 *
 * @param faults takes what the manifest says and the model cannot do
 */
export function imageSpec(
  geometry: PictureGeometry,
  declared: InputManifest,
  profile: PictureProfile,
  provenance: Provenance,
  faults: string[],
): ImageInputSpec {
  const { channels, layout, type, width, height } = geometry;
  const family = <T>(value: T): { derived?: T; fallback: T; note: string } => ({
    ...(profile.isKnown ? { derived: value } : {}),
    fallback: value,
    note: profile.note,
  });
  provenance.take('input.tensor', { declared: declared.tensor, derived: geometry.tensor, fallback: '' });
  provenance.take('input.dtype', { declared: declared.dtype, derived: type, fallback: type });
  provenance.take('input.layout', { declared: declared.layout, derived: layout, fallback: layout });
  provenance.take('input.size', {
    declared: geometry.sizeSource === 'manifest' ? [width, height] : undefined,
    derived: [width, height],
    fallback: [width, height],
    ...(geometry.sizeSource === 'metadata' ? { note: "from the file's metadata" } : {}),
  });
  explainConstants(geometry, declared, provenance);
  const color = colorOf(channels, declared.color, profile, provenance, faults);
  const fit = provenance.take('input.fit', { declared: declared.fit, ...family(profile.fit) });
  if (fit !== 'center-crop' && declared.crop_fraction !== undefined) {
    faults.push(`input.crop_fraction: belongs to fit: center-crop, but the fit is ${fit}`);
  }
  const cropFraction = {
    declared: declared.crop_fraction,
    ...family(profile.cropFraction ?? TORCHVISION_CROP),
  };
  return {
    tensor: geometry.tensor,
    type,
    layout,
    color,
    width,
    height,
    fit,
    ...(fit === 'center-crop' ? { cropFraction: provenance.take('input.crop_fraction', cropFraction) } : {}),
    pad: provenance.take('input.pad', { declared: declared.pad, ...family(profile.pad) }),
    ...pixelValues(geometry, declared, profile, provenance, faults),
    resample: provenance.take('input.resample', { declared: declared.resample, ...family(profile.resample) }),
    ...(geometry.constants.length > 0 && { constants: geometry.constants }),
    ...(geometry.isSingle && { isSingle: true }),
  };
}

/** In the manifest's own terms: each input with its one number or its list. */
function explainConstants(
  { constants }: PictureGeometry,
  { constants: declared }: InputManifest,
  provenance: Provenance,
): void {
  if (constants.length === 0) return;
  const entries = constants.map(({ name, values }) => [name, values.length === 1 ? values[0] : values]);
  const isDeclared = constants.every(({ name }) => Object.hasOwn(declared ?? {}, name));
  provenance.set(
    'input.constants',
    Object.fromEntries(entries),
    isDeclared ? 'declared' : 'derived',
    isDeclared ? undefined : 'by the names of the inputs: sizes are those of the input, scales are 1',
  );
}

function colorOf(
  channels: 1 | 3,
  declared: Color | undefined,
  profile: PictureProfile,
  provenance: Provenance,
  faults: string[],
): Color {
  if (declared !== undefined && (declared === 'GRAY') !== (channels === 1)) {
    const right = channels === 1 ? 'GRAY' : 'RGB or BGR';
    faults.push(`input.color: '${declared}', but the model takes ${channels} channel(s); use ${right}`);
  }
  const isGray = channels === 1;
  return provenance.take<Color>('input.color', {
    declared,
    derived: isGray ? 'GRAY' : profile.isKnown ? profile.color : undefined,
    fallback: profile.color,
    note: isGray ? 'one channel' : profile.note,
  });
}

/**
 * Scale, mean and deviation belong together: where the manifest gives some of them, the rest is neutral and not the
 * family's. A mean or deviation above 2 can only be meant for pixels 0-255.
 */
function pixelValues(
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
