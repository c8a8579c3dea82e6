import type { KeypointSpec } from '../../inference/model-spec.js';
import { classNames } from './metadata-labels.js';
import { parsePythonLiteral, type PythonValue } from './python-literal.js';

/** Size that Ultralytics trains and exports with when nothing else is said, in pixels. */
export const ULTRALYTICS_SIZE = 640;

/** What an Ultralytics export says of itself in `metadata_props`. */
export interface UltralyticsInfo {
  /** detect, classify, segment, pose, obb; null in YOLOv5 exports. */
  readonly task: string | null;
  /** Class names, index by index. */
  readonly names: readonly string[];
  /** Input size in pixels, or null when the file does not say it. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Channels of the input picture. */
  readonly channels: number;
  /** Whether suppression is part of the graph, so that the output is final boxes. */
  readonly hasSuppression: boolean;
  /** Points of a pose model, `kpt_shape` and perhaps `kpt_names`; null for others. */
  readonly keypoints: KeypointSpec | null;
  /** Class of the last layer, e.g. RTDETRDecoder; null in files that do not say it. */
  readonly head: string | null;
}

/**
 * Reads the metadata that Ultralytics (YOLOv5 and later) writes into its exports.
 *
 * @returns null when the file is not from there; unreadable values count as absent
 * @see https://docs.ultralytics.com/modes/export/
 */
export function ultralyticsInfo(metadata: ReadonlyMap<string, string>): UltralyticsInfo | null {
  const names = classNames(literal(metadata.get('names')));
  const isTheirs =
    metadata.has('stride') || metadata.has('imgsz') || metadata.get('author') === 'Ultralytics';
  if (names === null || !isTheirs) return null;
  const args = literal(metadata.get('args'));
  const channels = literal(metadata.get('channels'));
  return {
    task: metadata.get('task') ?? null,
    head: metadata.get('head') ?? null,
    names,
    size: pictureSize(literal(metadata.get('imgsz'))),
    channels: channels === 1 ? 1 : 3,
    hasSuppression:
      literal(metadata.get('end2end')) === true || (args instanceof Map && args.get('nms') === true),
    keypoints: keypointsOf(literal(metadata.get('kpt_shape')), literal(metadata.get('kpt_names')), names),
  };
}

function literal(text: string | undefined): PythonValue | undefined {
  if (text === undefined) return undefined;
  try {
    return parsePythonLiteral(text);
  } catch {
    return undefined;
  }
}

const isSide = (side: unknown): side is number => Number.isInteger(side) && (side as number) > 0;

/** `imgsz` is a side, or [height, width]. */
function pictureSize(value: PythonValue | undefined): UltralyticsInfo['size'] {
  const sides = Array.isArray(value) ? value : [value, value];
  const [height, width] = sides;
  return isSide(height) && isSide(width) ? { width, height } : null;
}

/** Points of COCO's persons in the order of its annotations. @see https://cocodataset.org/#keypoints-2017 */
const COCO_POINTS = [
  'nose',
  'left_eye',
  'right_eye',
  'left_ear',
  'right_ear',
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_hip',
  'right_hip',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
];

/** `kpt_shape` is [points, numbers a point]; `kpt_names` maps a class to the names of its points. */
function keypointsOf(
  shape: PythonValue | undefined,
  named: PythonValue | undefined,
  classes: readonly string[],
): KeypointSpec | null {
  if (!Array.isArray(shape)) return null;
  const [count, numbers] = shape;
  if (!isSide(count) || (numbers !== 2 && numbers !== 3)) return null;
  const declared = classNames(named instanceof Map ? named.get('0') : undefined);
  const isPerson = count === COCO_POINTS.length && classes.length === 1 && classes[0] === 'person';
  const names = declared ?? (isPerson ? COCO_POINTS : []);
  return { count, hasScore: numbers === 3, names: names.length === count ? names : [] };
}
