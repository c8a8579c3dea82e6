import type { TensorInfo } from '../../inference/model-spec.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import { ANCHORS_PER_CELL, BOX_AND_OBJECT, type DetectionLayout } from './detection-layout.js';
import { FACE_POINTS } from './face-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import type { PictureGeometry } from './picture-input.js';
import { shapeText } from './shape-text.js';
import { tableLayout } from './table-layout.js';

/** Numbers a row of YOLOv5-face: box, objectness, five points, one class. A YOLOv5 of eleven classes has as many. */
export const YOLOV5_FACE = 16;

/** @param labelCount not eleven */
export function yolov5Face(output: TensorInfo, labelCount: number | null): Outcome<DetectionLayout> {
  if (labelCount !== 1) {
    return missing(
      'labels',
      `output '${output.name}' is ${shapeText(output)}: a YOLOv5 of ${YOLOV5_FACE - BOX_AND_OBJECT} classes, which have to be named, or YOLOv5-face, which wants labels: [face]`,
    );
  }
  return found({
    decoder: 'yolov5',
    classCount: 1,
    extraColumns: 2 * FACE_POINTS.count,
    keypoints: { ...FACE_POINTS, isBeforeClasses: true },
    note: `${YOLOV5_FACE} values a box and one name: YOLOv5-face`,
  });
}

/** The maps that YOLOv5 and v7 put out beside their decoded rows when they are exported as for training. */
export const isTrainingMap = ({ dims }: TensorInfo, rows: TensorInfo): boolean =>
  dims.length === 5 && dims[1] === ANCHORS_PER_CELL && dims[4] === rows.dims[2];

/**
 * What to do with outputs that are a detector's and do not tell enough.
 *
 * @returns null for other outputs
 */
export function rawHead(
  info: OnnxInfo,
  { width, height }: PictureGeometry,
  labelCount: number | null,
): string | null {
  const { outputs } = info;
  const isMap = ({ dims }: TensorInfo): boolean => {
    const [down, across] = dims.length === 5 ? dims.slice(2, 4) : dims.slice(2);
    const stride = typeof across === 'number' ? width / across : NaN;
    const isHead = dims.length === 5 ? dims[1] === ANCHORS_PER_CELL : dims.length === 4;
    return isHead && [8, 16, 32].includes(stride) && height / stride === down;
  };
  const channels = new Set(outputs.map(({ dims }) => (dims.length === 5 ? dims[4] : dims[1])));
  if (outputs.length > 1 && channels.size === 1 && outputs.every(isMap)) {
    return "the maps of a YOLO's strides before its boxes are decoded, and the anchors are not in the file; export the model with its detection layer";
  }
  if (outputs.length > 1 && tableLayout('boxes-scores', info, {}, labelCount, '').ok) {
    return 'two of the outputs look like boxes and scores; declare decoder: boxes-scores where the boxes are decoded, ssd where there is a background column or priors, and labels';
  }
  return null;
}
