import type { PictureTaskSpec, TtaSpec } from '../model-spec.js';
import { classify } from './image-classification.js';
import { estimate } from './image-regression.js';
import { mergeClassification } from './merge-classification.js';
import { mergeDetections } from './merge-detections.js';
import { mergeRegression } from './merge-regression.js';
import { detect } from './object-detection.js';
import type { TaskOptions, TaskResult, View } from './task-io.js';

/**
 * The answer for one picture, by the model's task. Several views are merged in the task's own way: the mean of the
 * probabilities, the mean of the values, or boxes fused by their scores; each with its spread.
 *
 * @param views one, or one for each variant of the picture
 * @throws Error when the outputs are not what the spec says
 */
export function readPicture(
  views: readonly View[],
  task: PictureTaskSpec,
  options: TaskOptions,
  tta?: TtaSpec,
): TaskResult {
  const [first, ...others] = views;
  if (!first) throw new Error('the model was shown nothing');
  if (others.length > 0) return readVariants(views, task, options, tta);
  switch (task.kind) {
    case 'object-detection':
      return detect(first, task, options);
    case 'image-classification':
      return classify(first, task, options);
    case 'image-regression':
      return estimate(first, task);
  }
}

function readVariants(
  views: readonly View[],
  task: PictureTaskSpec,
  options: TaskOptions,
  tta: TtaSpec | undefined,
): TaskResult {
  const weights = views.map(() => 1);
  switch (task.kind) {
    case 'object-detection': {
      const scoreThreshold = options.scoreThreshold ?? task.scoreThreshold;
      const maxDetections = options.maxDetections ?? task.maxDetections;
      // What every view has below an n-th of the threshold cannot reach the threshold together.
      const each = { ...options, scoreThreshold: scoreThreshold / views.length };
      const results = views.map((view) => detect(view, task, each));
      return mergeDetections(results, weights, { scoreThreshold, maxDetections });
    }
    case 'image-classification': {
      const results = views.map((view) => classify(view, task, { topK: Infinity, scoreThreshold: 0 }));
      const merged = mergeClassification(results, weights, options.topK ?? task.topK);
      if (!task.multiLabel) return merged;
      const least = options.scoreThreshold ?? task.scoreThreshold;
      return { ...merged, classes: merged.classes.filter(({ score }) => score >= least) };
    }
    case 'image-regression':
      return mergeRegression(
        views.map((view) => estimate(view, task, tta?.negate)),
        weights,
      );
  }
}
