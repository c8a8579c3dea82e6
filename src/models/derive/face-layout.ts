import type { KeypointSpec, TensorInfo } from '../../inference/model-spec.js';
import { blazeLevels } from '../../inference/tasks/decoders/blaze-levels.js';
import { isFloat, type DetectionLayout } from './detection-layout.js';
import { missing, found, type Outcome } from './outcome.js';
import type { PictureGeometry } from './picture-input.js';
import { shapeText } from './shape-text.js';

export type FaceDecoder = 'ultraface' | 'yunet' | 'scrfd' | 'blazeface';

/** What these families find, and nothing else. */
export const FACE_LABELS = ['face'];

/** Five points of a face as the person in the picture has them. */
export const FACE_POINTS: KeypointSpec = {
  count: 5,
  hasScore: false,
  names: ['right_eye', 'left_eye', 'nose', 'right_mouth', 'left_mouth'],
};

/** As the person in the picture has them. */
const BLAZE_POINTS: KeypointSpec = {
  count: 6,
  hasScore: false,
  names: ['right_eye', 'left_eye', 'nose', 'mouth', 'right_ear', 'left_ear'],
};

/** Outputs of YuNet for each stride, with their numbers a cell. */
const YUNET_COLUMNS: Readonly<Record<string, number>> = { cls: 1, obj: 1, bbox: 4, kps: 10 };
const STRIDES = [8, 16, 32];

const EXPECTED: Readonly<Record<FaceDecoder, string>> = {
  ultraface: "'scores' [N, A, 2] and 'boxes' [N, A, 4]",
  yunet: "twelve outputs, 'cls_8', 'obj_8', 'bbox_8', 'kps_8' and so on for strides 16 and 32",
  blazeface:
    'scores [N, 896, 1] and boxes [N, 896, 16], or a pair for each of its grids, of a square picture',
  scrfd: 'scores [A, 1], distances [A, 4] and perhaps points [A, 10] for each of the strides 8, 16, 32',
};

/** Their outputs have no telling names. */
const NAMELESS: ReadonlySet<FaceDecoder> = new Set(['scrfd', 'blazeface']);

/** @returns null when the outputs are not those of a known face detector */
export function faceLayout(
  outputs: readonly TensorInfo[],
  picture: PictureGeometry,
  note?: string,
): DetectionLayout | null {
  const decoder = faceDecoder(outputs, picture);
  if (decoder === null) return null;
  const hasPoints = decoder === 'yunet' || (decoder === 'scrfd' && outputs.length === 3 * STRIDES.length);
  return {
    decoder,
    classCount: 1,
    keypoints: decoder === 'blazeface' ? BLAZE_POINTS : hasPoints ? FACE_POINTS : null,
    ...(decoder === 'blazeface' ? { scoreActivation: 'sigmoid' } : {}),
    ...(decoder === 'ultraface' ? { background: 'first' } : {}),
    note: note ?? `the ${NAMELESS.has(decoder) ? '' : 'names and '}shapes of ${decoder}'s outputs`,
  };
}

function faceDecoder(outputs: readonly TensorInfo[], picture: PictureGeometry): FaceDecoder | null {
  if (isUltraface(outputs)) return 'ultraface';
  if (isYunet(outputs)) return 'yunet';
  if (isScrfd(outputs, picture)) return 'scrfd';
  const isSquare = picture.width === picture.height;
  return isSquare && outputs.every(isFloat) && blazeLevels(outputs) ? 'blazeface' : null;
}

/** Checks a declared decoder. */
export function declaredFaceLayout(
  decoder: FaceDecoder,
  outputs: readonly TensorInfo[],
  picture: PictureGeometry,
  note: string,
): Outcome<DetectionLayout> {
  const layout = faceLayout(outputs, picture, note);
  if (layout?.decoder === decoder) return found(layout);
  const shapes = outputs.map((output) => `'${output.name}' ${shapeText(output)}`).join(', ');
  return missing('output.decoder', `'${decoder}' reads ${EXPECTED[decoder]}; the outputs are ${shapes}`);
}

/** @see https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB */
function isUltraface(outputs: readonly TensorInfo[]): boolean {
  const scores = outputs.find(({ name }) => name === 'scores');
  const boxes = outputs.find(({ name }) => name === 'boxes');
  return (
    outputs.length === 2 &&
    outputs.every((output) => isFloat(output) && output.dims.length === 3) &&
    scores?.dims[2] === 2 &&
    boxes?.dims[2] === 4 &&
    scores.dims[1] === boxes.dims[1]
  );
}

/** @see https://github.com/opencv/opencv/blob/4.x/modules/objdetect/src/face_detect.cpp */
function isYunet(outputs: readonly TensorInfo[]): boolean {
  const expected = STRIDES.flatMap((stride) =>
    Object.entries(YUNET_COLUMNS).map(([kind, columns]) => ({ name: `${kind}_${stride}`, columns })),
  );
  return (
    outputs.length === expected.length &&
    expected.every(({ name, columns }) => {
      const output = outputs.find((candidate) => candidate.name === name);
      const last = output?.dims.at(-1);
      return output && isFloat(output) && (last === columns || typeof last === 'string');
    })
  );
}

/**
 * Three maps each of scores, distances and perhaps points, with two boxes a cell. The files call their outputs by numbers and
 * often leave the number of rows open.
 *
 * @see https://github.com/deepinsight/insightface/tree/master/detection/scrfd
 */
function isScrfd(outputs: readonly TensorInfo[], { width, height }: PictureGeometry): boolean {
  const kinds = outputs.length === 3 * STRIDES.length ? [1, 4, 10] : [1, 4];
  if (outputs.length !== kinds.length * STRIDES.length) return false;
  const cells = STRIDES.map((stride) => Math.ceil(width / stride) * Math.ceil(height / stride));
  return kinds.every((columns) => {
    const maps = outputs.filter(
      ({ dims }) => dims.length >= 2 && dims.length <= 3 && dims.at(-1) === columns,
    );
    const rows = maps.map(({ dims }) => dims.at(-2)!);
    const fits =
      rows.every((count) => typeof count === 'string') || cells.every((count) => rows.includes(2 * count));
    return maps.length === STRIDES.length && maps.every(isFloat) && fits;
  });
}
