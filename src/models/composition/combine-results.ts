import type { EnsembleSpec, TaskSpec } from '../../inference/model-spec.js';
import { mergeClassification, voteClassification } from '../../inference/tasks/merge-classification.js';
import { mergeDetections } from '../../inference/tasks/merge-detections.js';
import type {
  ClassificationResult,
  DetectionResult,
  TaskOptions,
  TaskResult,
} from '../../inference/tasks/task-io.js';

/** Above half: of two that disagree neither is a majority. */
const MAJORITY = 0.5 + 1e-9;

/** What a member is asked, so that its answer can be combined: all of its classes, not the best few. */
export function optionsForMember(task: TaskSpec, options: TaskOptions): TaskOptions {
  return task.kind === 'image-classification' ? { ...options, topK: task.labels.length } : options;
}

/**
 * One answer of those of all members.
 *
 * @param results in the order of the members, of one task
 * @param task of the ensemble
 * @throws Error for results that do not belong together
 */
export function combineResults(
  combine: Exclude<EnsembleSpec['combine'], 'chain'>,
  results: readonly TaskResult[],
  weights: readonly number[],
  task: TaskSpec,
  options: TaskOptions,
): TaskResult {
  const isVote = combine === 'vote';
  if (task.kind === 'image-classification' && results.every(isClassification)) {
    const merge = isVote ? voteClassification : mergeClassification;
    return merge(results, weights, options.topK ?? task.topK);
  }
  if (task.kind === 'object-detection' && results.every(isDetection)) {
    return mergeDetections(results, weights, {
      scoreThreshold: options.scoreThreshold ?? task.scoreThreshold,
      maxDetections: options.maxDetections ?? task.maxDetections,
      ...(isVote && { leastShare: MAJORITY }),
    });
  }
  throw new Error(`the members of a model of task ${task.kind} gave answers that cannot be combined`);
}

const isClassification = (result: TaskResult): result is ClassificationResult => 'classes' in result;
const isDetection = (result: TaskResult): result is DetectionResult => 'detections' in result;
