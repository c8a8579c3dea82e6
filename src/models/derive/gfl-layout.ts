import type { TensorInfo } from '../../inference/model-spec.js';
import { gflLevels } from '../../inference/tasks/decoders/gfl-levels.js';
import { isFloat, type DetectionLayout } from './detection-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import type { PictureGeometry } from './picture-input.js';
import { shapesOf } from './shape-text.js';

/** PicoDet, NanoDet and NanoDet-Plus. */
export function gflLayout(
  outputs: readonly TensorInfo[],
  picture: PictureGeometry,
  labelCount: number | null,
  note: string,
): Outcome<DetectionLayout> {
  const levels = outputs.every(isFloat) ? gflLevels(outputs, picture, labelCount) : null;
  if (levels) return found({ decoder: 'gfl', classCount: levels[0]!.classes, boxUnits: 'pixels', note });
  return missing(
    'output.decoder',
    `'gfl' reads scores [N, cells, classes] and sides [N, cells, 32] of strides 8, 16, 32 and perhaps 64, or rows of all cells with both; the outputs are ${shapesOf(outputs)}`,
  );
}

/** Two outputs a level are no other head's; rows with both may be a YOLO's. */
export function derivedGfl(
  outputs: readonly TensorInfo[],
  picture: PictureGeometry,
  labelCount: number | null,
): DetectionLayout | null {
  if (outputs.length < 2) return null;
  const layout = gflLayout(
    outputs,
    picture,
    labelCount,
    'scores and distributions of sides for each stride: PicoDet, NanoDet',
  );
  return layout.ok ? layout.value : null;
}
