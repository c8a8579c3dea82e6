import type { ModelSpec } from '../../inference/model-spec.js';
import type { PictureResult } from '../../inference/tasks/task-io.js';
import { answersByRegion } from './answers-of.js';

/**
 * What a model says when it had nothing to look at.
 *
 * @param image size of the upright picture
 */
export function emptyResult(
  spec: Pick<ModelSpec, 'task' | 'region' | 'ensemble'>,
  image: { width: number; height: number },
): PictureResult {
  if (answersByRegion(spec)) return { regions: [], image };
  switch (spec.task.kind) {
    case 'object-detection':
      return { detections: [], image, region: null };
    case 'image-classification':
      return { classes: [], image, region: null };
    case 'image-regression':
      return { values: [], image, region: null };
    default:
      throw new Error(`a model of task ${spec.task.kind} looks at no region`);
  }
}
