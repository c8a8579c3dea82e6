import { finishedOutputs } from '../../inference/tasks/decoders/finished-outputs.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import {
  ANCHORS_PER_CELL,
  BOX,
  BOX_AND_OBJECT,
  cellCount,
  extraOf,
  FINAL_BOX,
  FINAL_NOTE,
  isFinal,
  isFinalCount,
  isFloat,
  isSmaller,
  maskMaps,
  type DetectionLayout,
  type MaskMaps,
} from './detection-layout.js';
import { faceLayout } from './face-layout.js';
import { finishedRows, knownFinished } from './finished-layout.js';
import { derivedGfl, gflLayout } from './gfl-layout.js';
import { kerasLayout } from './nms-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import { isTrainingMap, rawHead, YOLOV5_FACE, yolov5Face } from './raw-heads.js';
import type { PictureGeometry } from './picture-input.js';
import { shapeText } from './shape-text.js';
import { tableLayout } from './table-layout.js';
import type { UltralyticsInfo } from './ultralytics.js';

type Output = OnnxInfo['outputs'][number];

/**
 * Recognises a detector by its outputs. A shape that several decoders could read is left to the manifest: a wrong decoder
 * gives boxes that look like answers.
 */
export function derivedLayout(
  info: OnnxInfo,
  picture: PictureGeometry,
  ultralytics: UltralyticsInfo | null,
  labelCount: number | null,
): Outcome<DetectionLayout> {
  const { outputs } = info;
  const faces = faceLayout(outputs, picture);
  if (faces !== null) return found(faces);
  const theirs = knownFinished(outputs, picture, labelCount) ?? kerasLayout(outputs, picture, labelCount);
  if (theirs !== null) return found(theirs);
  const distributions = derivedGfl(outputs, picture, labelCount);
  if (distributions !== null) return found(distributions);
  if (isTransformer(outputs)) {
    return tableLayout(
      'detr',
      info,
      {},
      labelCount,
      "outputs 'logits' and 'pred_boxes', as DETR and its kin have them",
    );
  }
  if (outputs.length > 2 && finishedOutputs(outputs)) {
    return missing(
      'output',
      'boxes, scores and class numbers come out finished; declare decoder: end2end, with background: first where class 1 is the first label (torchvision)',
    );
  }
  const remedy = ultralytics === null ? rawHead(info, picture, labelCount) : null;
  if (remedy !== null) return missing('output', remedy);
  const output = outputs[0]!;
  if (output.dims.length !== 3 || !isFloat(output)) {
    return missing(
      'output.decoder',
      `output '${output.name}' is ${shapeText(output)}, which no decoder reads`,
    );
  }
  if (ultralytics !== null) return ultralyticsLayout(info, picture, ultralytics);
  const segmenter = segmenterLayout(outputs, picture);
  if (segmenter !== null) return segmenter;
  return outputs.slice(1).every((other) => isTrainingMap(other, output))
    ? anchorLayout(output, picture, labelCount)
    : missing('output.decoder', `the model has ${outputs.length} outputs`);
}

const isTransformer = (outputs: readonly Output[]): boolean =>
  ['logits', 'pred_boxes'].every((name) =>
    outputs.some((output) => output.name === name && output.dims.length === 3 && isFloat(output)),
  );

function ultralyticsLayout(
  { outputs, file }: OnnxInfo,
  picture: PictureGeometry,
  { names, keypoints, hasSuppression, task, head }: UltralyticsInfo,
): Outcome<DetectionLayout> {
  const output = outputs[0]!;
  const classes = names.length;
  const [, one, two] = output.dims;
  const points = task === 'pose' ? keypoints : null;
  // YOLOv5 does not write its task.
  const masks =
    task === 'segment' ? maskMaps(outputs) : task === null ? fittingMasks(outputs, classes) : null;
  if (task === 'pose' && points === null) {
    return missing('output.keypoints', 'the metadata has no kpt_shape that says how many points there are');
  }
  if (task === 'segment' && masks === null) {
    return missing(
      'output.decoder',
      'there is no second output with the masks, so the columns cannot be told apart',
    );
  }
  const extraColumns = extraOf(points, masks);
  const rest = { classCount: classes, extraColumns, keypoints: points, masks };
  if (head === 'RTDETRDecoder' && two === FINAL_BOX) {
    // Its best queries, as fractions; rows of YOLO's finished boxes look the same and are corners in pixels.
    return found({
      decoder: 'end2end',
      boxFormat: 'center',
      boxUnits: 'normalized',
      note: "the file's metadata says that the head is RTDETRDecoder",
      isStretched: true,
      ...rest,
    });
  }
  if (hasSuppression || isFinal(output, picture, FINAL_BOX + extraColumns)) {
    const note = hasSuppression
      ? "the file's metadata says that suppression is inside the graph"
      : FINAL_NOTE;
    const finished = finishedRows(output, classes, note, points, masks);
    return finished;
  }
  const v8 = classes + BOX + extraColumns;
  const note = `${classes} names and ${v8} values a box`;
  if (one === v8 && isSmaller(v8, two)) return found({ decoder: 'yolov8', note, ...rest });
  if (two === v8 && isSmaller(v8, one)) {
    const isQueries = isFinalCount(one, picture) && extraColumns === 0;
    const queries = `${note} for each of ${one} queries: RT-DETR`;
    return found(
      isQueries
        ? { decoder: 'detr', scoreActivation: 'none', ...rest, note: queries }
        : { decoder: 'yolov8', note, ...rest },
    );
  }
  const v5 = classes + BOX_AND_OBJECT + extraColumns;
  const isV5 = (two === v5 && isSmaller(v5, one)) || (one === v5 && isSmaller(v5, two));
  if (isV5 && points === null) {
    return found({ decoder: 'yolov5', ...rest, note: `${classes} names and ${v5} values a box` });
  }
  // Exports of any size leave both open. Their makers write the task since YOLOv8, whose heads have the anchors last;
  // RT-DETR, which picks its queries, has them first.
  const isOpen = typeof one !== 'number' && typeof two !== 'number' && task !== null;
  if (isOpen && !file.opTypes.has('TopK')) {
    return found({
      decoder: 'yolov8',
      note: `${classes} names; the graph leaves the values a box open`,
      ...rest,
    });
  }
  return missing(
    'output.decoder',
    `output '${output.name}' is ${shapeText(output)}, which does not fit its ${classes} class names`,
  );
}

/** Maps that the rows of YOLOv5 or v8 have coefficients for. */
function fittingMasks(outputs: readonly Output[], classes: number): MaskMaps | null {
  const masks = maskMaps(outputs);
  const [, ...sides] = outputs[0]!.dims;
  const widths = [BOX, BOX_AND_OBJECT].map((fixed) => fixed + classes + (masks?.count ?? 0));
  return masks !== null && sides.some((side) => widths.includes(Number(side))) ? masks : null;
}

/** A segmenter whose file says nothing of its classes: as many as boxes and coefficients leave. */
function segmenterLayout(
  outputs: readonly Output[],
  picture: PictureGeometry,
): Outcome<DetectionLayout> | null {
  const masks = maskMaps(outputs);
  if (masks === null || outputs.length !== 2) return null;
  const [, one, two] = outputs[0]!.dims;
  const cells = cellCount(picture);
  const [decoder, columns, fixed] =
    two === cells
      ? (['yolov8', one, BOX] as const)
      : one === cells * ANCHORS_PER_CELL
        ? (['yolov5', two, BOX_AND_OBJECT] as const)
        : (['yolov8', one === cells ? two : null, BOX] as const);
  const classCount = typeof columns === 'number' ? columns - fixed - masks.count : 0;
  if (classCount < 1) return null;
  const note = `${cells} cells at ${picture.width} x ${picture.height}, and ${masks.count} maps of masks`;
  return found({ decoder, classCount, extraColumns: masks.count, masks, note });
}

function anchorLayout(
  output: Output,
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
    if (two > BOX_AND_OBJECT) return objectnessLayout(output, two, note);
  }
  if (one === cells * ANCHORS_PER_CELL && typeof two === 'number' && two > BOX_AND_OBJECT) {
    if (two === YOLOV5_FACE && labelCount !== YOLOV5_FACE - BOX_AND_OBJECT)
      return yolov5Face(output, labelCount);
    return found({ decoder: 'yolov5', classCount: two - BOX_AND_OBJECT, note: `3 anchors at ${note}` });
  }
  if (two === cells && typeof one === 'number' && one > BOX) {
    return found({ decoder: 'yolov8', classCount: one - BOX, note });
  }
  // With one or two names the rows could as well be those of a YOLOv5 or v8 head of unusual strides.
  if (labelCount !== null && labelCount > 2 && isFinal(output, picture)) {
    return finishedRows(output, labelCount, FINAL_NOTE);
  }
  const mayBe = gflLayout([output], picture, labelCount, '').ok ? '; declare gfl if it is NanoDet-Plus' : '';
  return missing(
    'output.decoder',
    `output '${output.name}' is ${shapeText(output)}, which no known detector has at this picture size${mayBe}`,
  );
}

/** YOLOX turns its raw rows around at the end; where boxes and scores are joined last, the grid is decoded already. */
function objectnessLayout(output: Output, columns: number, note: string): Outcome<DetectionLayout> {
  if (output.producedBy.at(-1) === 'Concat') {
    return missing(
      'output.decoder',
      `output '${output.name}' is ${shapeText(output)} and joined at the end, so its boxes are decoded; declare yolov5 (YOLOv6 has such rows, and YOLOX exported with its decoding, which wants BGR 0-255 and letterbox-top-left)`,
    );
  }
  return found({ decoder: 'yolox', classCount: columns - BOX_AND_OBJECT, note });
}
