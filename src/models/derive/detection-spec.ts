import type { DetectionSpec } from '../../inference/model-spec.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { TaskChoice } from './choose-task.js';
import { classLabels } from './class-labels.js';
import { confidenceSpec } from './confidence-spec.js';
import { detectorFamily, type Known } from './detector-family.js';
import { FACE_LABELS } from './face-layout.js';
import { imageSpec } from './image-spec.js';
import type { TaskParts } from './task-parts.js';

type DetectionChoice = Extract<TaskChoice, { kind: 'object-detection' }>;

/** Fills in a detector. What the manifest says and the model cannot do goes to `parts.faults`. */
export function detectionSpec({ picture, layout }: DetectionChoice, parts: TaskParts): DetectionSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const output = manifest.output ?? {};
  const take = provenance.take.bind(provenance);
  const { decoder } = layout;
  const family = detectorFamily(decoder, ultralytics);
  const isFace = decoder === 'ultraface' || decoder === 'yunet';
  if (decoder === 'end2end') faults.push(...unusedKeys(output));
  const image = imageSpec(picture, manifest.input ?? {}, family.picture, provenance, faults);
  return {
    kind: 'object-detection',
    image,
    labels: classLabels(layout.classCount, parts, isFace ? FACE_LABELS : undefined),
    confidence: confidenceSpec(manifest.confidence, provenance),
    decoder: take('output.decoder', {
      declared: output.decoder,
      derived: layout.decoder,
      fallback: layout.decoder,
      note: layout.note,
    }),
    boxUnits: take('output.box_units', {
      declared: output.box_units,
      fallback: 'auto',
      ...known(family.boxUnits),
    }),
    scoreActivation: take('output.score_activation', { declared: output.score_activation, fallback: 'none' }),
    scoreThreshold: take('output.score_threshold', {
      declared: output.score_threshold,
      fallback: 0.25,
      ...known(family.scoreThreshold),
    }),
    iouThreshold: take('output.iou_threshold', {
      declared: output.iou_threshold,
      fallback: 0.45,
      ...known(family.iouThreshold),
    }),
    maxDetections: take('output.max_detections', { declared: output.max_detections, fallback: 300 }),
    classAgnostic: take('output.class_agnostic', {
      declared: output.class_agnostic,
      fallback: false,
      ...known(family.classAgnostic),
    }),
  };
}

/** Keys of a suppression that is not run. */
function unusedKeys(output: OutputManifest): string[] {
  return (['iou_threshold', 'class_agnostic'] as const)
    .filter((key) => output[key] !== undefined)
    .map((key) => `output.${key}: has no meaning, since suppression is inside the graph`);
}

function known<T>(value: Known<T> | undefined): { derived: T | undefined; note: string | undefined } {
  return { derived: value?.value, note: value?.note };
}
