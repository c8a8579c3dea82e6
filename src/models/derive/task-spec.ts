import type { TaskKind, TaskSpec } from '../../inference/model-spec.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { TaskChoice } from './task-choice.js';
import { classificationSpec } from './classification-spec.js';
import { detectionSpec } from './detection-spec.js';
import { regressionSpec } from './regression-spec.js';
import { tabularSpec } from './tabular-spec.js';
import type { TaskParts } from './task-parts.js';

/** Output keys that a task reads. */
const OUTPUT_KEYS: Readonly<Record<TaskKind, readonly (keyof OutputManifest)[]>> = {
  'object-detection': [
    'decoder',
    'box_units',
    'box_format',
    'score_activation',
    'background',
    'keypoints',
    'priors',
    'masks',
    'score_threshold',
    'iou_threshold',
    'max_detections',
    'class_agnostic',
  ],
  'image-classification': [
    'tensor',
    'activation',
    'scale',
    'offset',
    'multi_label',
    'score_threshold',
    'background',
    'top_k',
  ],
  'image-regression': ['activation', 'scale', 'offset', 'names', 'unit', 'range', 'values'],
  tabular: ['activation', 'scale', 'offset', 'names', 'unit', 'range', 'values', 'top_k'],
  tensor: [],
};

/** Keys outside of `output` that a task does not read. */
const OTHER_KEYS: Readonly<Record<TaskKind, readonly ('input' | 'features' | 'labels' | 'confidence')[]>> = {
  'object-detection': ['features'],
  'image-classification': ['features'],
  'image-regression': ['features', 'labels', 'confidence'],
  tabular: ['input'],
  tensor: ['input', 'features', 'labels', 'confidence'],
};

/** Fills in a task. What the manifest says and the model cannot do goes to `parts.faults`. */
export function taskSpec(choice: TaskChoice, outputs: OnnxInfo['outputs'], parts: TaskParts): TaskSpec {
  const { manifest, provenance } = parts;
  parts.faults.push(...foreignKeys(choice, manifest));
  provenance.take('task', {
    declared: manifest.task,
    derived: choice.kind,
    fallback: choice.kind,
    note: choice.note,
  });
  switch (choice.kind) {
    case 'object-detection':
      return detectionSpec(choice, parts);
    case 'image-classification':
      return classificationSpec(choice, parts);
    case 'image-regression':
      return regressionSpec(choice, outputs, parts);
    case 'tabular':
      return tabularSpec(choice.table, parts);
    case 'tensor':
      return { kind: 'tensor' };
  }
}

/** Keys that the model's task does not read: a value without effect is a misunderstanding. */
function foreignKeys({ kind, note }: TaskChoice, manifest: ModelManifest): string[] {
  const origin =
    manifest.task === undefined ? ` (it was taken for one: ${note}; declare 'task' to change that)` : '';
  const output = Object.keys(manifest.output ?? {}) as (keyof OutputManifest)[];
  const keys: string[] = output
    .filter((key) => manifest.output?.[key] !== undefined && !OUTPUT_KEYS[kind].includes(key))
    .map((key) => `output.${key}`);
  keys.push(...OTHER_KEYS[kind].filter((key) => manifest[key] !== undefined));
  return keys.map((key) => `${key}: has no meaning for a model of task ${kind}${origin}`);
}
