import type { TensorInfo } from '../../inference/model-spec.js';
import { BOX, isFloat, type DetectionLayout } from './detection-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import type { PictureGeometry } from './picture-input.js';
import { shapesOf } from './shape-text.js';

/** YOLOv3 as keras-yolo3 exports it, which is told the size of the picture: y1 x1 y2 x2 in pixels of that. */
export function kerasLayout(
  outputs: readonly TensorInfo[],
  { constants }: PictureGeometry,
  labelCount: number | null,
): DetectionLayout | null {
  if (!constants.some(({ name }) => name === 'image_shape')) return null;
  const layout = nmsLayout(outputs, labelCount, 'indices of a suppression, and image_shape: YOLOv3 of Keras');
  return layout.ok ? { ...layout.value, boxFormat: 'corners-yx', boxUnits: 'pixels' } : null;
}

/** An ONNX NonMaxSuppression beside the boxes and scores that it chose from. */
export function nmsLayout(
  outputs: readonly TensorInfo[],
  labelCount: number | null,
  note: string,
): Outcome<DetectionLayout> {
  const indices = outputs.find(({ type, dims }) => type.startsWith('int') && dims.at(-1) === 3);
  const boxes = outputs.find((output) => isFloat(output) && output.dims.at(-1) === BOX);
  const scores = outputs.find((output) => output !== boxes && isFloat(output) && output.dims.length === 3);
  if (!indices || !boxes || !scores) {
    return missing(
      'output.decoder',
      `'nms-indices' reads whole numbers [K, 3], boxes [N, A, 4] and scores [N, classes, A]; the outputs are ${shapesOf(outputs)}`,
    );
  }
  const classes = scores.dims[1];
  return found({
    decoder: 'nms-indices',
    classCount: typeof classes === 'number' ? classes : labelCount,
    note,
  });
}
