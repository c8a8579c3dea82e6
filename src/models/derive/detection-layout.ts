import type { DetectionSpec, KeypointSpec, MaskSpec, TensorInfo } from '../../inference/model-spec.js';
import type { PictureGeometry } from './picture-input.js';

/** How a detector's output lies in memory. */
export interface DetectionLayout {
  readonly decoder: DetectionSpec['decoder'];
  /** null when the graph leaves it open. */
  readonly classCount: number | null;
  /** What it was recognised by. */
  readonly note: string;
  /** What follows from the outputs beside the decoder; the family's or the usual value where it is not here. */
  readonly boxFormat?: DetectionSpec['boxFormat'];
  readonly boxUnits?: DetectionSpec['boxUnits'];
  readonly scoreActivation?: DetectionSpec['scoreActivation'];
  readonly background?: DetectionSpec['background'];
  readonly extraColumns?: number;
  readonly keypoints?: KeypointSpec | null;
  readonly masks?: MaskMaps | null;
  readonly priors?: DetectionSpec['priors'];
  /** What an operator should know, e.g. what of the output is left out. */
  readonly notes?: readonly string[];
  /** Finished boxes whose numbers come in outputs of their own, as no YOLO gives them. */
  readonly isSeparate?: true;
  /** Fed with pictures that fill the input, as no YOLO is. */
  readonly isStretched?: true;
}

/** Output with the maps that masks are sums of, and how many: each box has as many coefficients. */
export type MaskMaps = Pick<MaskSpec, 'tensor' | 'count'>;

/** More maps than any segmenter has; a raw head of many classes may have more channels. */
const MOST_MAPS = 256;

/** The output beside the boxes that holds such maps, [N, count, height, width]; null when there is none. */
export function maskMaps(outputs: readonly TensorInfo[]): MaskMaps | null {
  for (const output of outputs.slice(1)) {
    const count = output.dims[1];
    if (output.dims.length !== 4 || !isFloat(output) || typeof count !== 'number') continue;
    if (count > 0 && count <= MOST_MAPS) return { tensor: output.name, count };
  }
  return null;
}

/** Numbers of a row that are neither box nor score. */
export const extraOf = (points: KeypointSpec | null, masks: MaskMaps | null): number =>
  (points ? points.count * (points.hasScore ? 3 : 2) : 0) + (masks?.count ?? 0);

/** Strides of the three feature maps that YOLO heads since v3 predict on. */
const STRIDES = [8, 16, 32];

/** YOLOv3 to v5 predict three boxes of different shape at every cell. */
export const ANCHORS_PER_CELL = 3;

/** Box coordinates, and box coordinates with objectness. */
export const BOX = 4;
export const BOX_AND_OBJECT = 5;

/** A finished box: corners, score, class; with its picture in the batch, as YOLOv7 exports it. */
export const FINAL_BOX = 6;
export const FINAL_BOX_OF_BATCH = 7;

/** Most boxes that a graph keeps after suppression; 300 is usual, and a head before suppression has more. */
const MOST_FINAL_BOXES = 1000;

export const FINAL_NOTE = `${FINAL_BOX} values a box and at most ${MOST_FINAL_BOXES} boxes: suppression is inside the graph`;

/** Cells of the feature maps: 8400 at 640 x 640, 3549 at 416 x 416. */
export function cellCount({ width, height }: Pick<PictureGeometry, 'width' | 'height'>): number {
  return STRIDES.reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0);
}

export const isFloat = ({ type }: TensorInfo): boolean => type === 'float32' || type === 'float16';

/** There are always more boxes than values a box. */
export const isSmaller = (rows: number, boxes: number | string | undefined): boolean =>
  typeof boxes !== 'number' || boxes > rows;

/** A number of rows that no head before suppression has: that has one for every cell. */
export function isFinalCount(rows: number | string | undefined, picture: PictureGeometry): boolean {
  const cells = cellCount(picture);
  const isHead = rows === cells || rows === cells * ANCHORS_PER_CELL;
  return typeof rows === 'number' && rows <= MOST_FINAL_BOXES && !isHead;
}

/** A shape that only finished boxes have. */
export function isFinal({ dims }: TensorInfo, picture: PictureGeometry, columns = FINAL_BOX): boolean {
  const [, one, two] = dims;
  return two === columns && isFinalCount(one, picture);
}
