import type { DetectionSpec, KeypointSpec } from '../../inference/model-spec.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { TaskChoice } from './task-choice.js';
import { classLabels } from './class-labels.js';
import { confidenceSpec } from './confidence-spec.js';
import type { DetectionLayout } from './detection-layout.js';
import { detectorFamily, type Known } from './detector-family.js';
import { FACE_LABELS } from './face-layout.js';
import { imageSpec } from './image-spec.js';
import type { TaskParts } from './task-parts.js';

type DetectionChoice = Extract<TaskChoice, { kind: 'object-detection' }>;
type Decoder = DetectionSpec['decoder'];

const FACES: ReadonlySet<Decoder> = new Set(['ultraface', 'yunet', 'scrfd', 'blazeface']);
/** Their boxes come without overlaps. */
const WITHOUT_SUPPRESSION: ReadonlySet<Decoder> = new Set(['end2end', 'nms-indices', 'paddle', 'detr']);
/** Only these have boxes whose order of numbers may differ. */
const WITH_BOX_FORMAT: ReadonlySet<Decoder> = new Set([
  'boxes-scores',
  'ssd',
  'detr',
  'end2end',
  'nms-indices',
]);

/** Fills in a detector. What the manifest says and the model cannot do goes to `parts.faults`. */
export function detectionSpec({ picture, layout }: DetectionChoice, parts: TaskParts): DetectionSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const output = manifest.output ?? {};
  const take = provenance.take.bind(provenance);
  const { decoder } = layout;
  const family = detectorFamily(layout, ultralytics);
  faults.push(...unusedKeys(decoder, output));
  parts.notes.push(...(layout.notes ?? []));
  const image = imageSpec(picture, family.picture, parts);
  const note = layout.note;
  if (layout.keypoints) explainKeypoints(layout.keypoints, output, parts);
  return {
    kind: 'object-detection',
    image,
    labels: classLabels(layout.classCount, parts, {
      familyNames: FACES.has(decoder) ? FACE_LABELS : undefined,
      // Finished boxes carry their class as a number, whatever there is.
      mayBeOpen: decoder === 'end2end' || decoder === 'paddle',
    }),
    confidence: confidenceSpec(manifest.confidence, provenance),
    decoder: take('output.decoder', { declared: output.decoder, derived: decoder, fallback: decoder, note }),
    boxUnits: take('output.box_units', {
      declared: output.box_units,
      fallback: 'auto',
      ...(layout.boxUnits ? { derived: layout.boxUnits, note } : known(family.boxUnits)),
    }),
    boxFormat: boxFormat({ picture, layout } as DetectionChoice, output, parts),
    scoreActivation: take('output.score_activation', {
      declared: output.score_activation,
      derived: layout.scoreActivation === 'none' ? undefined : layout.scoreActivation,
      fallback: 'none',
      note: layout.scoreActivation ? note : undefined,
    }),
    background: take('output.background', {
      declared: output.background,
      derived: layout.background,
      fallback: 'none',
      note: layout.background ? note : undefined,
    }),
    extraColumns: layout.extraColumns ?? 0,
    keypoints: layout.keypoints ?? null,
    priors: layout.priors ?? null,
    ...masksOf(layout, output, parts),
    ...thresholds(layout.decoder, family, output, parts),
  };
}

/** In the manifest's own terms, so that what is shown may be declared. */
function explainKeypoints(
  { names, count, hasScore, isBeforeClasses }: KeypointSpec,
  output: OutputManifest,
  { provenance }: TaskParts,
): void {
  const value = {
    ...(names.length > 0 && { names }),
    count,
    ...(isBeforeClasses && { place: 'before-classes' }),
    scored: hasScore,
  };
  provenance.set('output.keypoints', value, output.keypoints ? 'declared' : 'derived');
}

/** Of a detector that has them; for another one it makes no sense to ask. */
function masksOf(
  { masks }: DetectionLayout,
  { masks: declared }: OutputManifest,
  { provenance, faults }: TaskParts,
): Pick<DetectionSpec, 'masks'> {
  if (!masks) {
    if (declared !== undefined) faults.push('output.masks: has no meaning, since the model has no masks');
    return {};
  }
  const isUsual = provenance.take('output.masks', { declared, fallback: false, note: 'on request' });
  return { masks: { ...masks, isUsual } };
}

function boxFormat(
  { layout }: DetectionChoice,
  output: OutputManifest,
  { provenance }: TaskParts,
): DetectionSpec['boxFormat'] {
  const { decoder } = layout;
  const usual = decoder === 'detr' ? 'center' : 'corners';
  if (!WITH_BOX_FORMAT.has(decoder)) return usual;
  return provenance.take('output.box_format', {
    declared: output.box_format,
    derived: layout.boxFormat,
    fallback: usual,
    note: layout.boxFormat ? layout.note : undefined,
  });
}

type Thresholds = Pick<DetectionSpec, 'scoreThreshold' | 'iouThreshold' | 'maxDetections' | 'classAgnostic'>;

function thresholds(
  decoder: Decoder,
  family: ReturnType<typeof detectorFamily>,
  output: OutputManifest,
  { provenance }: TaskParts,
): Thresholds {
  const take = provenance.take.bind(provenance);
  const unused = { value: 1, note: 'not used: there is nothing to suppress' };
  return {
    scoreThreshold: take('output.score_threshold', {
      declared: output.score_threshold,
      fallback: 0.25,
      ...known(family.scoreThreshold),
    }),
    iouThreshold: take('output.iou_threshold', {
      declared: output.iou_threshold,
      fallback: 0.45,
      ...known(WITHOUT_SUPPRESSION.has(decoder) ? unused : family.iouThreshold),
    }),
    maxDetections: take('output.max_detections', { declared: output.max_detections, fallback: 300 }),
    classAgnostic: take('output.class_agnostic', {
      declared: output.class_agnostic,
      fallback: false,
      ...known(family.classAgnostic),
    }),
  };
}

/** Keys that the decoder does not read. */
function unusedKeys(decoder: Decoder, output: OutputManifest): string[] {
  const faults: string[] = [];
  const refuse = (keys: readonly (keyof OutputManifest)[], why: string): void => {
    for (const key of keys)
      if (output[key] !== undefined) faults.push(`output.${key}: has no meaning, since ${why}`);
  };
  if (WITHOUT_SUPPRESSION.has(decoder)) {
    const why =
      decoder === 'detr'
        ? 'a box for each query leaves nothing to suppress'
        : 'suppression is inside the graph';
    refuse(['iou_threshold', 'class_agnostic'], why);
  }
  if (!WITH_BOX_FORMAT.has(decoder)) refuse(['box_format'], `${decoder} has one order of its own`);
  if (decoder !== 'yolov5' && output.keypoints?.place !== undefined) {
    faults.push('output.keypoints.place: has no meaning, since only yolov5 has them in two places');
  }
  if (decoder !== 'ssd') refuse(['priors'], 'only ssd has boxes that are offsets from priors');
  if (decoder === 'gfl') refuse(['keypoints', 'background'], 'gfl has neither');
  if (decoder === 'paddle') refuse(['keypoints'], 'paddle has none');
  if (FACES.has(decoder)) refuse(['keypoints', 'background'], `${decoder} has its own`);
  return faults;
}

function known<T>(value: Known<T> | undefined): { derived: T | undefined; note: string | undefined } {
  return { derived: value?.value, note: value?.note };
}
