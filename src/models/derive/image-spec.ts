import type { ImageInputSpec } from '../../inference/model-spec.js';
import type { InputManifest } from '../manifest/sections/input-manifest.js';
import type { PictureGeometry } from './picture-input.js';
import type { PictureProfile } from './picture-profile.js';
import { pixelValues } from './pixel-values.js';
import type { Provenance } from './provenance.js';
import type { TaskParts } from './task-parts.js';

type Color = ImageInputSpec['color'];

/** 224 of 256, as torchvision's own weights are evaluated. */
const TORCHVISION_CROP = 0.875;

/**
 * Fills in how a picture becomes the input tensor. What the manifest says and the model cannot do goes to `parts.faults`.
 *
 * @param makers how they feed it, unless files beside the model say otherwise
 */
export function imageSpec(
  geometry: PictureGeometry,
  makers: PictureProfile,
  { manifest, hub, provenance, faults }: TaskParts,
): ImageInputSpec {
  const declared = manifest.input ?? {};
  const told = hub?.picture ?? null;
  const profile = { ...makers, told };
  const { channels, layout, type, width, height } = geometry;
  const family = <T>(value: T, beside?: T): { derived?: T; fallback: T; note: string } =>
    told && beside !== undefined
      ? { derived: beside, fallback: beside, note: told.note }
      : { ...(profile.isKnown ? { derived: value } : {}), fallback: value, note: profile.note };
  provenance.take('input.tensor', { declared: declared.tensor, derived: geometry.tensor, fallback: '' });
  provenance.take('input.dtype', { declared: declared.dtype, derived: type, fallback: type });
  provenance.take('input.layout', { declared: declared.layout, derived: layout, fallback: layout });
  provenance.take('input.size', {
    declared: geometry.sizeSource === 'manifest' ? [width, height] : undefined,
    derived: [width, height],
    fallback: [width, height],
    ...(geometry.sizeSource === 'metadata' ? { note: "from the file's metadata" } : {}),
    ...(geometry.sizeSource === 'beside' ? { note: told?.note } : {}),
  });
  explainConstants(geometry, declared, provenance);
  const color = colorOf(channels, declared.color, profile, provenance, faults);
  const fit = provenance.take('input.fit', { declared: declared.fit, ...family(profile.fit, told?.fit) });
  return {
    tensor: geometry.tensor,
    type,
    layout,
    color,
    width,
    height,
    fit,
    ...cropOf(fit, declared, profile, provenance, faults),
    pad: provenance.take('input.pad', {
      declared: declared.pad,
      ...(told?.fit ? { fallback: profile.pad, note: 'the picture fills the input' } : family(profile.pad)),
    }),
    ...pixelValues(geometry, declared, profile, provenance, faults),
    resample: provenance.take('input.resample', {
      declared: declared.resample,
      ...family(profile.resample, told?.resample),
    }),
    ...(geometry.constants.length > 0 && { constants: geometry.constants }),
    ...(geometry.isSingle && { isSingle: true }),
  };
}

/** The part that is kept, where one is cut out. A declared fit is cut as is usual, and not as files say of another one. */
function cropOf(
  fit: ImageInputSpec['fit'],
  { fit: declaredFit, crop_fraction: declared }: InputManifest,
  { cropFraction, isKnown, note, told }: PictureProfile,
  provenance: Provenance,
  faults: string[],
): Pick<ImageInputSpec, 'cropFraction' | 'cropRounding'> {
  if (fit !== 'center-crop' && fit !== 'stretch') {
    if (declared !== undefined) {
      faults.push(`input.crop_fraction: belongs to fit: center-crop or stretch, but the fit is ${fit}`);
    }
    return {};
  }
  const isTold = told?.fit === fit;
  const beside = isTold && declaredFit === undefined ? told.cropFraction : undefined;
  if (fit === 'stretch' && declared === undefined && beside === undefined) return {};
  const usual = fit === 'stretch' ? 1 : (cropFraction ?? TORCHVISION_CROP);
  const kept = provenance.take('input.crop_fraction', {
    declared,
    derived: beside ?? (isKnown ? usual : undefined),
    fallback: usual,
    note: beside === undefined ? note : told?.note,
  });
  // Whoever declares the very crop of the file means that one.
  const isTheirs = isTold && kept === told.cropFraction && told.cropRounding !== undefined;
  return { cropFraction: kept, ...(isTheirs && { cropRounding: told.cropRounding }) };
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
    derived: isGray ? 'GRAY' : (profile.told?.color ?? (profile.isKnown ? profile.color : undefined)),
    fallback: profile.color,
    note: isGray ? 'one channel' : profile.told?.color ? profile.told.note : profile.note,
  });
}
