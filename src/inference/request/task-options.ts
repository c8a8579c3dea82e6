import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { AppError } from '../../common/errors.js';
import type { TaskKind, TaskSpec } from '../model-spec.js';
import type { TaskOptions } from '../tasks/task-io.js';
import { ClassificationOptionsDto, DetectionOptionsDto } from './task-options.dto.js';

const OPTIONS: Record<TaskKind, new () => object> = {
  'object-detection': DetectionOptionsDto,
  'image-classification': ClassificationOptionsDto,
  'image-regression': Object,
  tabular: ClassificationOptionsDto,
  tensor: Object,
};

/** Names that a request may use, by task. */
export const OPTION_NAMES: Readonly<Record<TaskKind, readonly string[]>> = {
  'object-detection': ['score_threshold', 'iou_threshold', 'max_detections', 'class_agnostic', 'labels'],
  'image-classification': ['top_k'],
  'image-regression': [],
  tabular: ['top_k'],
  tensor: [],
};

/** A class without rules (raw tensors) is no fault. */
const RULES = { forbidUnknownValues: false, stopAtFirstError: true } as const;

/**
 * Checks the options of one request against the model's task and fills in the model's own values, so that an option
 * left out and the same value sent along are one and the same to the cache.
 *
 * @throws AppError VALIDATION_FAILED naming every fault: unknown fields with the ones that exist, unknown labels
 */
export function readOptions(fields: Readonly<Record<string, unknown>>, task: TaskSpec): TaskOptions {
  const known = optionNames(task);
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  const faults = unknown.map(
    (name) => `${name}: is not an option of ${task.kind}; its options are ${list(known)}`,
  );
  const given = Object.fromEntries(
    known.filter((name) => name in fields).map((name) => [name, fields[name]]),
  );
  const options = plainToInstance(OPTIONS[task.kind], given);
  for (const { property, constraints, value } of validateSync(options, RULES)) {
    const rules = Object.values(constraints ?? {}).join(' and ');
    faults.push(`${property}: ${rules.replaceAll(`${property} must`, 'must')}; got ${JSON.stringify(value)}`);
  }
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
  return withDefaults(options, task);
}

/**
 * Names of the options that a request may use: a threshold only makes sense where classes do not exclude each other, a number
 * of classes where there are some, and masks where the model has them.
 */
export function optionNames(task: TaskSpec): readonly string[] {
  if (task.kind === 'tabular' && task.head.kind === 'regression') return [];
  const names = OPTION_NAMES[task.kind];
  if (task.kind === 'image-classification' && task.multiLabel) return [...names, 'score_threshold'];
  return task.kind === 'object-detection' && task.masks ? [...names, 'masks'] : names;
}

function withDefaults(options: object, task: TaskSpec): TaskOptions {
  switch (task.kind) {
    case 'object-detection': {
      const { score_threshold, iou_threshold, max_detections, class_agnostic, masks, labels } =
        options as DetectionOptionsDto;
      return {
        scoreThreshold: score_threshold ?? task.scoreThreshold,
        iouThreshold: iou_threshold ?? task.iouThreshold,
        maxDetections: max_detections ?? task.maxDetections,
        classAgnostic: class_agnostic ?? task.classAgnostic,
        ...(task.masks && { masks: masks ?? task.masks.isUsual }),
        ...(labels
          ? {
              labels: knownLabels(
                labels,
                task.labels.map(({ name }) => name),
              ),
            }
          : {}),
      };
    }
    case 'image-classification': {
      const { top_k, score_threshold } = options as ClassificationOptionsDto;
      return {
        topK: top_k ?? task.topK,
        ...(task.multiLabel ? { scoreThreshold: score_threshold ?? task.scoreThreshold } : {}),
      };
    }
    case 'tabular': {
      const { top_k } = options as ClassificationOptionsDto;
      return task.head.kind === 'classification' ? { topK: top_k ?? task.head.topK } : {};
    }
    case 'image-regression':
    case 'tensor':
      return {};
  }
}

function knownLabels(wanted: readonly string[], known: readonly string[]): string[] {
  const unknown = wanted.filter((label) => !known.includes(label));
  if (unknown.length > 0) {
    const faults = unknown.map((label) => `labels: the model has no label '${label}'; it has ${list(known)}`);
    throw new AppError('VALIDATION_FAILED', { faults });
  }
  return [...new Set(wanted)].toSorted();
}

const MAX_LISTED = 30;

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  return names.length <= MAX_LISTED
    ? names.join(', ')
    : `${names.slice(0, MAX_LISTED).join(', ')} and ${names.length - MAX_LISTED} more`;
}
