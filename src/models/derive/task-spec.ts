import type { TaskKind, TaskSpec } from '../../inference/model-spec.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { TaskChoice } from './choose-task.js';
import { classificationSpec } from './classification-spec.js';
import { detectionSpec } from './detection-spec.js';
import { tabularSpec } from './tabular-spec.js';
import type { TaskParts } from './task-parts.js';

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
  tabular: ['activation', 'top_k'],
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
  if (choice.kind === 'object-detection') return detectionSpec(choice, parts);
  if (choice.kind === 'image-classification') return classificationSpec(choice, parts);
  if (choice.kind === 'tabular') return tabularSpec(choice.table, parts);
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
  if (kind === 'tabular' && manifest.input !== undefined) keys.push('input');
  if (kind !== 'tabular' && manifest.features !== undefined) keys.push('features');
  if (kind === 'tensor') {
    keys.push(...(['input', 'labels', 'confidence'] as const).filter((key) => manifest[key] !== undefined));
  }
  return keys.map((key) => `${key}: has no meaning for a model of task ${kind}${origin}`);
}
