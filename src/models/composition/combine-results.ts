import type { EnsembleSpec, TabularSpec, TaskSpec } from '../../inference/model-spec.js';
import { mergeClassification, voteClassification } from '../../inference/tasks/merge-classification.js';
import { mergeDetections } from '../../inference/tasks/merge-detections.js';
import { mergeRegression } from '../../inference/tasks/merge-regression.js';
import { mergeRowClasses, mergeRowValues } from '../../inference/tasks/merge-rows.js';
import type {
  ClassificationResult,
  DetectionResult,
  RegressionResult,
  RowClassResult,
  TabularResult,
  TaskOptions,
  TaskResult,
} from '../../inference/tasks/task-io.js';

/** Above half: of two that disagree neither is a majority. */
const MAJORITY = 0.5 + 1e-9;

/** More than any model has; an answer is cut to what there is. */
const ALL_CLASSES = 1_000_000;

type Combine = Exclude<EnsembleSpec['combine'], 'chain'>;

/**
 * What a member is asked, so that its answer can be combined: all of its classes and not the best few, and for a mean also
 * findings so weak that only another member can bring them over the threshold.
 */
export function optionsForMember(
  combine: Combine,
  task: TaskSpec,
  options: TaskOptions,
  members: number,
): TaskOptions {
  if (task.kind === 'tabular') {
    return task.head.kind === 'classification' ? { ...options, topK: ALL_CLASSES } : options;
  }
  if (task.kind === 'image-classification') {
    return { ...options, topK: task.labels.length, scoreThreshold: 0 };
  }
  if (task.kind !== 'object-detection' || combine === 'vote') return options;
  return { ...options, scoreThreshold: (options.scoreThreshold ?? task.scoreThreshold) / members };
}

/**
 * One answer of those of all members.
 *
 * @param results in the order of the members, of one task
 * @param task of the ensemble
 * @throws Error for results that do not belong together
 */
export function combineResults(
  combine: Combine,
  results: readonly TaskResult[],
  weights: readonly number[],
  task: TaskSpec,
  options: TaskOptions,
): TaskResult {
  const isVote = combine === 'vote';
  if (task.kind === 'tabular') return combineRows(combine, results, weights, task, options);
  if (task.kind === 'image-classification' && results.every(isClassification)) {
    const merge = isVote ? voteClassification : mergeClassification;
    const merged = merge(results, weights, options.topK ?? task.topK);
    if (!task.multiLabel) return merged;
    const least = options.scoreThreshold ?? task.scoreThreshold;
    return { ...merged, classes: merged.classes.filter(({ score }) => score >= least) };
  }
  if (task.kind === 'image-regression' && results.every(isRegression)) {
    return mergeRegression(results, weights);
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

function combineRows(
  combine: Combine,
  results: readonly TaskResult[],
  weights: readonly number[],
  { head }: TabularSpec,
  options: TaskOptions,
): TabularResult {
  if (head.kind === 'classification' && results.every(isRowClass)) {
    return mergeRowClasses(combine, results, weights, options.topK ?? head.topK);
  }
  if (results.every(isRegression)) return mergeRowValues(results, weights);
  throw new Error('the members of a tabular model gave answers that cannot be combined');
}

const isRowClass = (result: TaskResult): result is RowClassResult => 'classes' in result && 'label' in result;
const isClassification = (result: TaskResult): result is ClassificationResult => 'classes' in result;
const isDetection = (result: TaskResult): result is DetectionResult => 'detections' in result;
const isRegression = (result: TaskResult): result is RegressionResult => 'values' in result;
