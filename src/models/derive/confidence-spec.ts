import type { ConfidenceSpec } from '../../inference/model-spec.js';
import type { ConfidenceManifest } from '../manifest/sections/confidence-manifest.js';
import type { Provenance } from './provenance.js';
import { qualitySpec } from './quality-spec.js';

const RETAKE =
  'The result is not certain. Please take another picture: sharp, well lit, the subject filling the frame.';

const CHECK_ROW = 'The result is not certain. Please check the values.';

/** null when the manifest has no such section: what counts as sure is for the model's owner to say. */
export function confidenceSpec(
  declared: ConfidenceManifest | undefined,
  provenance: Provenance,
  input: 'picture' | 'row' = 'picture',
): ConfidenceSpec | null {
  if (declared === undefined) return null;
  return {
    high: provenance.take('confidence.high', {
      declared: declared.high,
      fallback: Math.max(0.8, declared.medium ?? 0),
    }),
    medium: provenance.take('confidence.medium', {
      declared: declared.medium,
      fallback: Math.min(0.5, declared.high ?? 1),
    }),
    retakeMessage: provenance.take('confidence.retake_message', {
      declared: declared.retake_message,
      fallback: input === 'row' ? CHECK_ROW : RETAKE,
    }),
    ...(declared.quality && { quality: qualitySpec(declared.quality, provenance) }),
  };
}
