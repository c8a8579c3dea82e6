import type { DetectionSpec } from '../../model-spec.js';
import type { AnchorRows } from './decode-request.js';

/** x1, y1, x2, y2. */
export type Corners = readonly [number, number, number, number];

/** The corners of the box in the first four columns of a row. */
export function cornersAt(
  { data, start, step, columnStep }: AnchorRows,
  row: number,
  format: DetectionSpec['boxFormat'],
): Corners {
  const at = start + row * step;
  const a = data[at]!;
  const b = data[at + columnStep]!;
  const c = data[at + 2 * columnStep]!;
  const d = data[at + 3 * columnStep]!;
  if (format === 'corners') return [a, b, c, d];
  if (format === 'corners-yx') return [b, a, d, c];
  return centred(a, b, c, d);
}

/** Corners of a box given by its centre and size. */
export function centred(x: number, y: number, width: number, height: number): Corners {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}
