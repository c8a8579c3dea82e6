import type { TensorInfo } from '../../inference/model-spec.js';
import { missing, found, type Outcome } from './outcome.js';
import type { DetectionLayout } from './detection-layout.js';
import { shapeText } from './picture-input.js';

export type FaceDecoder = 'ultraface' | 'yunet';

/** What both families find, and nothing else. */
export const FACE_LABELS = ['face'];

/** Outputs of YuNet for each stride, with their numbers a cell. */
const YUNET_COLUMNS: Readonly<Record<string, number>> = { cls: 1, obj: 1, bbox: 4, kps: 10 };
const YUNET_STRIDES = [8, 16, 32];

/** @returns null when the outputs are not those of a known face detector */
export function faceLayout(outputs: readonly TensorInfo[], note?: string): DetectionLayout | null {
  const decoder = isUltraface(outputs) ? 'ultraface' : isYunet(outputs) ? 'yunet' : null;
  return decoder && { decoder, classCount: 1, note: note ?? `the names and shapes of ${decoder}'s outputs` };
}

/** Checks a declared decoder. */
export function declaredFaceLayout(
  decoder: FaceDecoder,
  outputs: readonly TensorInfo[],
  note: string,
): Outcome<DetectionLayout> {
  const layout = faceLayout(outputs, note);
  if (layout?.decoder === decoder) return found(layout);
  const expected =
    decoder === 'ultraface'
      ? "'scores' [N, A, 2] and 'boxes' [N, A, 4]"
      : "twelve outputs, 'cls_8', 'obj_8', 'bbox_8', 'kps_8' and so on for strides 16 and 32";
  const shapes = outputs.map((output) => `'${output.name}' ${shapeText(output)}`).join(', ');
  return missing('output.decoder', `'${decoder}' reads ${expected}; the outputs are ${shapes}`);
}

const isFloat = ({ type }: TensorInfo): boolean => type === 'float32' || type === 'float16';

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
  const expected = YUNET_STRIDES.flatMap((stride) =>
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
