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
    names,
    size: pictureSize(literal(metadata.get('imgsz'))),
    channels: channels === 1 ? 1 : 3,
    hasSuppression:
      literal(metadata.get('end2end')) === true || (args instanceof Map && args.get('nms') === true),
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

const isName = (name: PythonValue): boolean => typeof name === 'string' || typeof name === 'number';

const isSide = (side: unknown): side is number => Number.isInteger(side) && (side as number) > 0;

/** A list of names, or a dict from 0..n-1 to names. */
function classNames(value: PythonValue | undefined): string[] | null {
  const entries = value instanceof Map ? indexed(value) : value;
  if (!Array.isArray(entries) || entries.length === 0) return null;
  return entries.every(isName) ? entries.map(String) : null;
}

function indexed(map: ReadonlyMap<string, PythonValue>): PythonValue[] | null {
  const values: PythonValue[] = [];
  for (let index = 0; index < map.size; index += 1) {
    const value = map.get(String(index));
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

/** `imgsz` is a side, or [height, width]. */
function pictureSize(value: PythonValue | undefined): UltralyticsInfo['size'] {
  const sides = Array.isArray(value) ? value : [value, value];
  const [height, width] = sides;
  return isSide(height) && isSide(width) ? { width, height } : null;
}
