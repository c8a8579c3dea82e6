import type { PictureTaskSpec, TtaSpec } from '../model-spec.js';
import { classify } from './image-classification.js';
import { estimate } from './image-regression.js';
import { detect } from './object-detection.js';
import type { TaskOptions, TaskResult, View } from './task-io.js';

/**
 * The answer for one picture, by the model's task.
 *
 * @param views one, or one for each variant of the picture: the task merges them in its own way
 * @throws Error when the outputs are not what the spec says
 */
export function readPicture(
  views: readonly View[],
  task: PictureTaskSpec,
  options: TaskOptions,
  tta?: TtaSpec,
): TaskResult {
  switch (task.kind) {
    case 'object-detection':
      return detect(views, task, options);
    case 'image-classification':
      return classify(views, task, options);
    case 'image-regression':
      return estimate(views, task, tta?.negate);
  }
}
