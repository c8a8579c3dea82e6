import type { QualitySpec } from '../../inference/model-spec.js';
import type { QualityManifest } from '../manifest/sections/confidence-manifest.js';
import type { Provenance } from './provenance.js';

const MESSAGES: QualitySpec['messages'] = {
  too_small: 'The picture has too few pixels: send a larger one.',
  underexposed: 'The picture is too dark: take it in better light.',
  overexposed: 'The picture is too bright: avoid direct light and flash.',
  blurred: 'The picture is not sharp: hold the camera still and let it focus.',
  subject_too_small: 'What matters is too small in the picture: go closer.',
};

/** @param declared `confidence.quality`; every limit that it leaves out is none */
export function qualitySpec(declared: QualityManifest, provenance: Provenance): QualitySpec {
  const given = {
    ...withoutAbsent(declared),
    ...(declared.messages && { messages: withoutAbsent(declared.messages) }),
  };
  provenance.set('confidence.quality', given, 'declared');
  return {
    minShorterSide: declared.min_shorter_side ?? null,
    maxDark: declared.max_dark ?? null,
    maxBright: declared.max_bright ?? null,
    minSharpness: declared.min_sharpness ?? null,
    minSubject: declared.min_subject ?? null,
    messages: { ...MESSAGES, ...(declared.messages && withoutAbsent(declared.messages)) },
  };
}

/** Keys that a manifest leaves out are fields of its class all the same, undefined ones. */
function withoutAbsent<T extends object>(section: T): Partial<T> {
  return Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined)) as Partial<T>;
}
