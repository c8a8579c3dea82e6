import type { QualityFault, QualitySpec } from '../model-spec.js';
import type { PictureQuality } from './task-io.js';

/** Every fault, in the order in which a person would mend them: without light nothing is sharp. */
export const QUALITY_FAULTS: readonly QualityFault[] = [
  'too_small',
  'underexposed',
  'overexposed',
  'blurred',
  'subject_too_small',
];

/** What a picture lacks for a model, in the order of `QUALITY_FAULTS`. What the manifest sets no limit for is no fault. */
export function qualityFaults(
  measured: Omit<PictureQuality, 'faults'>,
  { minShorterSide, maxDark, maxBright, minSharpness, minSubject }: QualitySpec,
): QualityFault[] {
  const isFault: Readonly<Record<QualityFault, boolean>> = {
    too_small: minShorterSide !== null && measured.shorter_side < minShorterSide,
    underexposed: maxDark !== null && measured.dark > maxDark,
    overexposed: maxBright !== null && measured.bright > maxBright,
    blurred: minSharpness !== null && measured.sharpness < minSharpness,
    // Where no subject stands out there is nothing to say of its size.
    subject_too_small: minSubject !== null && measured.subject !== null && measured.subject < minSubject,
  };
  return QUALITY_FAULTS.filter((fault) => isFault[fault]);
}
