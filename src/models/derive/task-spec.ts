import type { ConfidenceSpec, Label, TaskKind, TaskSpec } from '../../inference/model-spec.js';
import type { ConfidenceManifest, ModelManifest, OutputManifest } from '../manifest/model-manifest.js';
import type { TaskChoice } from './choose-task.js';
import { IMAGENET_VALUES, imageSpec, RAW_VALUES, UNIT_VALUES, type PictureProfile } from './image-spec.js';
import type { Provenance } from './provenance.js';
import type { UltralyticsInfo } from './ultralytics.js';

/** Grey that YOLO's makers pad with, 0-255. */
const YOLO_PAD = 114;

/** What the spec of a task is made of. */
export interface TaskParts {
  readonly manifest: ModelManifest;
  readonly labels: readonly Label[] | null;
  readonly ultralytics: UltralyticsInfo | null;
  readonly provenance: Provenance;
  /** Takes what the manifest says and the model cannot do. */
  readonly faults: string[];
}

type Detection = Extract<TaskChoice, { kind: 'object-detection' }>;
type Classification = Extract<TaskChoice, { kind: 'image-classification' }>;

/** Output keys that a task reads. */
const OUTPUT_KEYS: Readonly<Record<TaskKind, readonly (keyof OutputManifest)[]>> = {
  'object-detection': [
    'decoder',
    'box_units',
    'score_activation',
    'score_threshold',
    'iou_threshold',
    'max_detections',
    'class_agnostic',
  ],
  'image-classification': ['activation', 'top_k'],
  tensor: [],
};

/** Fills in a task. What the manifest says and the model cannot do goes to `parts.faults`. */
export function taskSpec(choice: TaskChoice, parts: TaskParts): TaskSpec {
  const { manifest, provenance } = parts;
  parts.faults.push(...foreignKeys(choice, manifest));
  provenance.take('task', {
    declared: manifest.task,
    derived: choice.kind,
    fallback: choice.kind,
    note: choice.note,
  });
  if (choice.kind === 'object-detection') return detection(choice, parts);
  if (choice.kind === 'image-classification') return classification(choice, parts);
  return { kind: 'tensor' };
}

/** Keys that the model's task does not read: a value without effect is a misunderstanding. */
function foreignKeys({ kind, note }: TaskChoice, manifest: ModelManifest): string[] {
  const origin =
    manifest.task === undefined ? ` (it was taken for one: ${note}; declare 'task' to change that)` : '';
  const output = Object.keys(manifest.output ?? {}) as (keyof OutputManifest)[];
  const keys: string[] = output
    .filter((key) => manifest.output?.[key] !== undefined && !OUTPUT_KEYS[kind].includes(key))
    .map((key) => `output.${key}`);
  if (kind === 'tensor') {
    keys.push(...(['input', 'labels', 'confidence'] as const).filter((key) => manifest[key] !== undefined));
  }
  return keys.map((key) => `${key}: has no meaning for a model of task ${kind}${origin}`);
}

function detection({ picture, layout }: Detection, parts: TaskParts): TaskSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const output = manifest.output ?? {};
  const take = provenance.take.bind(provenance);
  const isYolox = layout.decoder === 'yolox';
  const image = imageSpec(
    picture,
    manifest.input ?? {},
    detectorProfile(layout.decoder, ultralytics),
    provenance,
    faults,
  );
  return {
    kind: 'object-detection',
    image,
    labels: labelsOf(layout.classCount, parts),
    confidence: confidenceOf(manifest.confidence, provenance),
    decoder: take('output.decoder', {
      declared: output.decoder,
      derived: layout.decoder,
      fallback: layout.decoder,
      note: layout.note,
    }),
    boxUnits: take('output.box_units', {
      declared: output.box_units,
      derived: isYolox ? 'pixels' : undefined,
      fallback: 'auto',
      note: isYolox ? 'cells and strides give pixels' : undefined,
    }),
    scoreActivation: take('output.score_activation', { declared: output.score_activation, fallback: 'none' }),
    scoreThreshold: take('output.score_threshold', { declared: output.score_threshold, fallback: 0.25 }),
    iouThreshold: take('output.iou_threshold', { declared: output.iou_threshold, fallback: 0.45 }),
    maxDetections: take('output.max_detections', { declared: output.max_detections, fallback: 300 }),
    classAgnostic: take('output.class_agnostic', {
      declared: output.class_agnostic,
      derived: isYolox ? true : undefined,
      fallback: false,
      note: isYolox ? "as YOLOX's own demo" : undefined,
    }),
  };
}

/** @see https://github.com/Megvii-BaseDetection/YOLOX (yolox/data/data_augment.py, preproc) for YOLOX */
function detectorProfile(decoder: string, ultralytics: UltralyticsInfo | null): PictureProfile {
  if (decoder === 'yolox') {
    return {
      color: 'BGR',
      fit: 'letterbox-top-left',
      pad: YOLO_PAD,
      resample: 'bilinear',
      values: RAW_VALUES,
      isKnown: true,
      note: 'as YOLOX is fed',
    };
  }
  const isYolo = decoder !== 'boxes-scores';
  const isKnown = ultralytics !== null;
  return {
    color: 'RGB',
    fit: isYolo ? 'letterbox' : 'stretch',
    pad: isYolo ? YOLO_PAD : 0,
    resample: 'bilinear',
    values: UNIT_VALUES,
    isKnown,
    note: isKnown
      ? 'as Ultralytics exports are fed'
      : 'usual for detectors; not in the file, so check with the makers',
  };
}

function classification({ picture, output }: Classification, parts: TaskParts): TaskSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const labels = labelsOf(output.classCount, parts);
  const isTheirs = ultralytics?.task === 'classify';
  const isNormalized = output.isNormalized || isTheirs;
  const topK = provenance.take('output.top_k', {
    declared: manifest.output?.top_k,
    fallback: Math.min(5, output.classCount),
  });
  if (topK > output.classCount) {
    faults.push(`output.top_k: ${topK}, but the model has ${output.classCount} classes`);
  }
  return {
    kind: 'image-classification',
    image: imageSpec(picture, manifest.input ?? {}, classifierProfile(isTheirs), provenance, faults),
    labels,
    confidence: confidenceOf(manifest.confidence, provenance),
    activation: provenance.take('output.activation', {
      declared: manifest.output?.activation,
      derived: isNormalized ? 'none' : 'softmax',
      fallback: 'softmax',
      note: isNormalized ? 'the graph puts out probabilities' : 'the graph does not end in Softmax',
    }),
    topK,
  };
}

/** @see https://docs.ultralytics.com/tasks/classify/: shorter side to the size, centre cut out, values 0-1 */
function classifierProfile(isUltralytics: boolean): PictureProfile {
  if (isUltralytics) {
    return {
      color: 'RGB',
      fit: 'center-crop',
      pad: 0,
      resample: 'antialias',
      values: UNIT_VALUES,
      isKnown: true,
      note: 'as Ultralytics classifiers are fed',
    };
  }
  return {
    color: 'RGB',
    fit: 'stretch',
    pad: 0,
    resample: 'bilinear',
    values: IMAGENET_VALUES,
    isKnown: false,
    note: 'usual for classifiers (mean and std of ImageNet); not in the file, so check with the makers',
  };
}

/** @param classCount null when the graph leaves it open */
function labelsOf(classCount: number | null, parts: TaskParts): readonly Label[] {
  const { labels, ultralytics, provenance, faults } = parts;
  const named = ultralytics?.names.map((name) => ({ name }));
  const known = labels ?? named;
  if (known !== undefined && classCount !== null && known.length !== classCount) {
    const source = labels === null ? 'in the metadata of the file' : 'declared';
    faults.push(`labels: ${known.length} are ${source}, but the model has ${classCount} classes`);
  }
  if (known === undefined && classCount === null) {
    faults.push('labels: the model does not tell how many classes it has, so they have to be named');
  }
  return provenance.take('labels', {
    declared: labels ?? undefined,
    derived: named,
    fallback: Array.from({ length: classCount ?? 0 }, (_, index) => ({ name: `class_${index}` })),
    note:
      named === undefined
        ? 'numbered, since neither manifest nor file names them'
        : "from the file's metadata",
  });
}

const RETAKE =
  'The result is not certain. Please take another picture: sharp, well lit, the subject filling the frame.';

/** null when the manifest has no such section: what counts as sure is for the model's owner to say. */
function confidenceOf(
  declared: ConfidenceManifest | undefined,
  provenance: Provenance,
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
      fallback: RETAKE,
    }),
  };
}
