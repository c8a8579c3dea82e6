import type { TaskKind } from '../../inference/model-spec.js';
import type { HubExport } from '../hub/hub-export.js';
import { ManifestError } from '../manifest/manifest-error.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import { chooseTable, tableHint } from './choose-table.js';
import { classifierOutput, type ClassifierOutput } from './classifier-output.js';
import { declaredLayout } from './declared-layout.js';
import { derivedLayout } from './derived-layout.js';
import type { DetectionLayout } from './detection-layout.js';
import type { Outcome } from './outcome.js';
import { pictureGeometry, type PictureGeometry } from './picture-input.js';
import type { TaskChoice, TaskEvidence } from './task-choice.js';

/**
 * Decides what a model is for. What the manifest says must fit the file; what is only guessed and does not fit falls
 * back to plain tensors with a note, for a wrong guess would give wrong answers.
 *
 * @throws ManifestError when the file contradicts the manifest
 */
export function chooseTask(evidence: TaskEvidence): TaskChoice {
  const { info, manifest, ultralytics, hub, manifestFile } = evidence;
  if (manifest.task === 'tensor') return { kind: 'tensor', note: 'as declared' };
  const table = chooseTable(evidence);
  if (table !== null) return table;
  const hint = taskHint(manifest);
  const isPictureWanted = hint !== null || PICTURE_KEYS.some((key) => manifest[key] !== undefined);
  const picture = pictureGeometry(info, manifest.input ?? {}, ultralytics, hub);
  if (!picture.ok) {
    if (isPictureWanted) throw new ManifestError(manifestFile, [`${picture.path}: ${picture.reason}`]);
    const remedy = tableHint(evidence);
    return remedy === null
      ? { kind: 'tensor', note: picture.reason }
      : { kind: 'tensor', note: remedy, isNotable: true };
  }
  if (hint !== null) return asked(hint.kind, hint.note, picture.value, evidence);
  if (ultralytics?.task) return byMetadata(ultralytics.task, picture.value, evidence);
  if (hub?.kind) return byHub(hub.kind, picture.value, evidence);
  return byShape(picture.value, evidence);
}

/** Keys that only a picture task has. */
const PICTURE_KEYS = ['input', 'labels', 'output', 'confidence', 'tta'] as const;

/** Keys of the output that only one task reads. */
const TELLING_KEYS = {
  'object-detection': ['decoder', 'keypoints', 'priors'],
  'image-regression': ['values', 'names', 'unit', 'range'],
  'image-classification': ['multi_label', 'top_k'],
} as const;

/** The task that the manifest names, or that its keys imply. */
function taskHint({ task, output }: ModelManifest): { kind: TaskKind; note: string } | null {
  if (task !== undefined) return { kind: task, note: 'as declared' };
  for (const [kind, keys] of Object.entries(TELLING_KEYS)) {
    const key = keys.find((name) => output?.[name] !== undefined);
    if (key !== undefined) return { kind: kind as TaskKind, note: `output.${key} is declared` };
  }
  const activation = output?.activation;
  if (activation === undefined) return null;
  const kind = activation === 'tanh' ? 'image-regression' : 'image-classification';
  return { kind, note: 'output.activation is declared' };
}

function layoutOf(picture: PictureGeometry, evidence: TaskEvidence): Outcome<DetectionLayout> {
  const { info, manifest, ultralytics } = evidence;
  const output = manifest.output ?? {};
  const labelCount = namedCount(evidence);
  if (output.decoder === undefined) return derivedLayout(info, picture, ultralytics, labelCount);
  const known = labelCount ?? ultralytics?.names.length ?? null;
  return declaredLayout(output.decoder, info, picture, { output, labelCount: known, ultralytics });
}

/** @throws ManifestError when the outputs do not fit */
function asked(kind: TaskKind, note: string, picture: PictureGeometry, evidence: TaskEvidence): TaskChoice {
  const needed = <T>(outcome: Outcome<T>): T => {
    if (outcome.ok) return outcome.value;
    throw new ManifestError(evidence.manifestFile, [`${outcome.path}: ${outcome.reason}`]);
  };
  if (kind === 'object-detection') {
    return { kind, note, picture, layout: needed(layoutOf(picture, evidence)) };
  }
  if (kind === 'image-regression') return { kind, note, picture };
  return { kind: 'image-classification', note, picture, output: needed(classifier(evidence, true)) };
}

/** Names that the manifest has, else those of `config.json`. */
const namedCount = ({ labelCount, hub }: TaskEvidence): number | null =>
  labelCount ?? hub?.labels?.labels.length ?? null;

function classifier(evidence: TaskEvidence, isDeclared: boolean): Outcome<ClassifierOutput> {
  const { info, hub } = evidence;
  const output = evidence.manifest.output ?? {};
  // Beside them a model of Hugging Face may put out logits of a second head, hidden states, attentions.
  const isLogits = hub?.kind != null && info.outputs.some(({ name }) => name === LOGITS);
  return classifierOutput(info, {
    labelCount: namedCount(evidence),
    output: isLogits && output.tensor === undefined ? { ...output, tensor: LOGITS } : output,
    isDeclared,
  });
}

const LOGITS = 'logits';

/** What files beside the model say is a guess too: an export need not be of the model that they describe. */
function byHub(
  told: NonNullable<HubExport['kind']>,
  picture: PictureGeometry,
  evidence: TaskEvidence,
): TaskChoice {
  const { kind, note } = told;
  if (kind === 'image-regression') return { kind, note, picture };
  const found = kind === 'object-detection' ? layoutOf(picture, evidence) : classifier(evidence, true);
  if (!found.ok) return { kind: 'tensor', note: `${note}, but ${found.reason}` };
  return 'decoder' in found.value
    ? { kind: 'object-detection', note, picture, layout: found.value }
    : { kind: 'image-classification', note, picture, output: found.value };
}

/** Ultralytics tasks that are served as detection. */
const WITH_BOXES: ReadonlySet<string> = new Set(['detect', 'pose', 'segment']);

function byMetadata(task: string, picture: PictureGeometry, evidence: TaskEvidence): TaskChoice {
  const note = `the file's metadata says task '${task}'`;
  if (WITH_BOXES.has(task)) {
    const layout = layoutOf(picture, evidence);
    if (layout.ok) return { kind: 'object-detection', note, picture, layout: layout.value };
    return { kind: 'tensor', note: `${note}, but ${layout.reason}` };
  }
  if (task === 'classify') {
    const output = classifier(evidence, true);
    if (output.ok) return { kind: 'image-classification', note, picture, output: output.value };
    return { kind: 'tensor', note: `${note}, but ${output.reason}` };
  }
  if (task === 'obb') {
    return { kind: 'tensor', note: `${note}: its boxes are turned, and a detection has upright ones only` };
  }
  return { kind: 'tensor', note: `${note}, which is not served as a task of its own` };
}

function byShape(picture: PictureGeometry, evidence: TaskEvidence): TaskChoice {
  const layout = layoutOf(picture, evidence);
  if (layout.ok) return { kind: 'object-detection', note: layout.value.note, picture, layout: layout.value };
  const output = classifier(evidence, false);
  const { manifest, info } = evidence;
  const isOneOutput = info.outputs.length === 1;
  const isHinted = PICTURE_KEYS.some((key) => manifest[key] !== undefined);
  if (!output.ok) {
    if (layout.path !== 'output.decoder') return { kind: 'tensor', note: `${layout.path}: ${layout.reason}` };
    const isHead = isOneOutput ? info.outputs[0]!.dims.length === 3 : output.path !== 'output.tensor';
    return { kind: 'tensor', note: isHead ? layout.reason : output.reason };
  }
  if ((output.value.endsLikeClassifier && isOneOutput) || isHinted) {
    const note = `a picture goes in and ${output.value.classCount} values come out`;
    return { kind: 'image-classification', note, picture, output: output.value };
  }
  const last = info.outputs[0]!.producedBy.at(-1) ?? 'no operator';
  const why = isOneOutput ? `its output comes from ${last}` : `it has ${info.outputs.length} outputs`;
  return {
    kind: 'tensor',
    note: `${why}, unlike a classifier's; declare 'task' if it is one, or image-regression if it tells numbers`,
  };
}
