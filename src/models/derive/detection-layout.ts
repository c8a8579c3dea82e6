import type { DetectionSpec, TensorInfo } from '../../inference/model-spec.js';
import { declaredFaceLayout, faceLayout } from './face-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText, type PictureGeometry } from './picture-input.js';
import type { UltralyticsInfo } from './ultralytics.js';

/** How a detector's output lies in memory. */
export interface DetectionLayout {
  readonly decoder: DetectionSpec['decoder'];
  /** null when the graph leaves it open. */
  readonly classCount: number | null;
  /** What it was recognised by. */
  readonly note: string;
}

/** Strides of the three feature maps that YOLO heads since v3 predict on. */
const STRIDES = [8, 16, 32];

/** YOLOv3 to v5 predict three boxes of different shape at every cell. */
const ANCHORS_PER_CELL = 3;

/** Box coordinates, and box coordinates with objectness. */
const BOX = 4;
const BOX_AND_OBJECT = 5;

/** A finished box: corners, score, class; with its picture in the batch, as YOLOv7 exports it. */
const FINAL_BOX = 6;
const FINAL_BOX_OF_BATCH = 7;

/** Most boxes that a graph keeps after suppression; 300 is usual, and a head before suppression has more. */
const MOST_FINAL_BOXES = 1000;

/** Cells of the feature maps: 8400 at 640 x 640, 3549 at 416 x 416. */
export function cellCount({ width, height }: Pick<PictureGeometry, 'width' | 'height'>): number {
  return STRIDES.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0);
}

const isFloat = ({ type }: TensorInfo): boolean => type === 'float32' || type === 'float16';

/**
 * Classes of a model whose decoder is declared.
 *
 * @param labelCount number of names that are known for the classes, or null
 */
export function declaredLayout(
  decoder: DetectionSpec['decoder'],
  outputs: readonly TensorInfo[],
  labelCount: number | null,
): Outcome<DetectionLayout> {
  const note = 'as declared';
  if (decoder === 'boxes-scores') return boxesAndScores(outputs, labelCount, note);
  if (decoder === 'ultraface' || decoder === 'yunet') return declaredFaceLayout(decoder, outputs, note);
  const output = outputs[0]!;
  if (decoder === 'end2end') return finalBoxes(output, labelCount, note);
  if (output.dims.length !== 3 || !isFloat(output)) {
    return missing(
      'output.decoder',
      `'${decoder}' reads a float output of 3 dimensions; '${output.name}' is ${shapeText(output)}`,
    );
  }
  const extra = decoder === 'yolov8' ? BOX : BOX_AND_OBJECT;
  const rows = decoder === 'yolov8' ? rowLength(output.dims, labelCount) : output.dims[2]!;
  if (typeof rows !== 'number') return found({ decoder, classCount: null, note });
  if (rows <= extra) {
    return missing(
      'output.decoder',
      `'${decoder}' needs more than ${extra} values a box; '${output.name}' is ${shapeText(output)}`,
    );
  }
  return found({ decoder, classCount: rows - extra, note });
}

function finalBoxes(output: TensorInfo, labelCount: number | null, note: string): Outcome<DetectionLayout> {
  const columns = output.dims.at(-1);
  const expected = output.dims.length === 3 ? FINAL_BOX : FINAL_BOX_OF_BATCH;
  const isRanked = output.dims.length === 3 || output.dims.length === 2;
  if (isFloat(output) && isRanked && (columns === expected || typeof columns === 'string')) {
    return found({ decoder: 'end2end', classCount: labelCount, note });
  }
  return missing(
    'output.decoder',
    `finished boxes are a float output [N, K, 6] or [K, 7]; '${output.name}' is ${shapeText(output)}`,
  );
}

/** Values a box of a v8 head, which has them in dimension 1 or 2: there are always more boxes than values. */
function rowLength(dims: TensorInfo['dims'], labelCount: number | null): number | null {
  const [, one, two] = dims;
  const expected = labelCount === null ? null : labelCount + BOX;
  if (expected !== null && (one === expected || two === expected)) return expected;
  if (typeof one === 'number' && typeof two === 'number') return Math.min(one, two);
  return null;
}

function boxesAndScores(
  outputs: readonly TensorInfo[],
  labelCount: number | null,
  note: string,
): Outcome<DetectionLayout> {
  const tables = outputs.filter((output) => isFloat(output) && output.dims.length === 3);
  const boxes = tables.find(({ dims }) => dims[2] === BOX);
  const scores = tables.find((output) => output !== boxes);
  if (tables.length !== 2 || boxes === undefined || scores === undefined) {
    const shapes = outputs.map((output) => `'${output.name}' ${shapeText(output)}`).join(', ');
    return missing(
      'output.decoder',
      `'boxes-scores' reads [N, A, 4] boxes and [N, A, classes] scores; the outputs are ${shapes}`,
    );
  }
  const columns = scores.dims[2];
  // SSD and its descendants have a column for the background, which needs no label.
  const isWithBackground = labelCount !== null && columns === labelCount + 1;
  const classCount = isWithBackground ? labelCount : typeof columns === 'number' ? columns : null;
  return found({ decoder: 'boxes-scores', classCount, note });
}

/**
 * Recognises a detector by its output shape. A shape that several decoders could read is left to the manifest: a
 * wrong decoder gives boxes that look like answers.
 */
export function derivedLayout(
  outputs: readonly TensorInfo[],
  picture: PictureGeometry,
  ultralytics: UltralyticsInfo | null,
  labelCount: number | null,
): Outcome<DetectionLayout> {
  const faces = faceLayout(outputs);
  if (faces !== null) return found(faces);
  const output = outputs[0]!;
  if (output.dims.length !== 3 || !isFloat(output)) {
    return missing(
      'output.decoder',
      `output '${output.name}' is ${shapeText(output)}, which no decoder reads`,
    );
  }
  if (ultralytics !== null) return ultralyticsLayout(output, picture, ultralytics);
  return outputs.length === 1
    ? anchorLayout(output, picture, labelCount)
    : missing('output.decoder', `the model has ${outputs.length} outputs`);
}

const FINAL_NOTE = `${FINAL_BOX} values a box and at most ${MOST_FINAL_BOXES} boxes: suppression is inside the graph`;

/** There are always more boxes than values a box. */
const isSmaller = (rows: number, boxes: number | string | undefined): boolean =>
  typeof boxes !== 'number' || boxes > rows;

/** A shape that only finished boxes have: a head before suppression has a row for every cell. */
function isFinal({ dims }: TensorInfo, picture: PictureGeometry): boolean {
  const [, one, two] = dims;
  const cells = cellCount(picture);
  const isHead = one === cells || one === cells * ANCHORS_PER_CELL;
  return two === FINAL_BOX && typeof one === 'number' && one <= MOST_FINAL_BOXES && !isHead;
}

function ultralyticsLayout(
  output: TensorInfo,
  picture: PictureGeometry,
  ultralytics: UltralyticsInfo,
): Outcome<DetectionLayout> {
  const classes = ultralytics.names.length;
  if (ultralytics.hasSuppression) {
    return finalBoxes(output, classes, "the file's metadata says that suppression is inside the graph");
  }
  if (isFinal(output, picture)) return finalBoxes(output, classes, FINAL_NOTE);
  const [, one, two] = output.dims;
  const v8 = classes + BOX;
  if ((one === v8 && isSmaller(v8, two)) || (two === v8 && isSmaller(v8, one))) {
    return found({ decoder: 'yolov8', classCount: classes, note: `${classes} names and ${v8} values a box` });
  }
  const v5 = classes + BOX_AND_OBJECT;
  if (two === v5 && isSmaller(v5, one)) {
    return found({ decoder: 'yolov5', classCount: classes, note: `${classes} names and ${v5} values a box` });
  }
  return missing(
    'output.decoder',
    `output '${output.name}' is ${shapeText(output)}, which does not fit its ${classes} class names`,
  );
}

function anchorLayout(
  output: TensorInfo,
  picture: PictureGeometry,
  labelCount: number | null,
): Outcome<DetectionLayout> {
  const [, one, two] = output.dims;
  const cells = cellCount(picture);
  const note = `${cells} cells at ${picture.width} x ${picture.height}`;
  if (one === cells && typeof two === 'number') {
    if (labelCount !== null && two === labelCount + BOX) {
      return found({ decoder: 'yolov8', classCount: two - BOX, note });
    }
    if (two > BOX_AND_OBJECT) return found({ decoder: 'yolox', classCount: two - BOX_AND_OBJECT, note });
  }
  if (one === cells * ANCHORS_PER_CELL && typeof two === 'number' && two > BOX_AND_OBJECT) {
    return found({ decoder: 'yolov5', classCount: two - BOX_AND_OBJECT, note: `3 anchors at ${note}` });
  }
  if (two === cells && typeof one === 'number' && one > BOX) {
    return found({ decoder: 'yolov8', classCount: one - BOX, note });
  }
  // With one or two names the rows could as well be those of a YOLOv5 or v8 head of unusual strides.
  if (labelCount !== null && labelCount > 2 && isFinal(output, picture)) {
    return finalBoxes(output, labelCount, FINAL_NOTE);
  }
  return missing(
    'output.decoder',
    `output '${output.name}' is ${shapeText(output)}, which no known detector has at this picture size`,
  );
}
