import type { ImageInputSpec } from '../model-spec.js';
import type { PixelArray } from './channel-tables.js';
import type { TargetRect } from './geometry.js';

/**
 * Where the resized picture is written, seen from the picture as it is stored: pixel (x, y) of it goes to
 * `out[start + x * stepX + y * stepY + channel * planeStep]`. Turning upright is a choice of `start` and steps.
 */
export interface TensorTarget {
  readonly out: PixelArray;
  /** Size of the whole resized picture as stored, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The part of it that lies inside the input; the ends are exclusive. */
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
  readonly start: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly planeStep: number;
}

/** EXIF orientation (CIPA DC-008, tag 0x0112): whether stored rows become columns, and which upright axis is mirrored. */
const TURNS: readonly (readonly [isTransposed: boolean, mirrorX: boolean, mirrorY: boolean])[] = [
  [false, false, false],
  [false, true, false],
  [false, true, true],
  [false, false, true],
  [true, false, false],
  [true, true, false],
  [true, true, true],
  [true, false, true],
];

/** @param orientation EXIF orientation of the stored pixels, 1-8 */
export function tensorTarget(
  spec: ImageInputSpec,
  rect: TargetRect,
  orientation: number,
  out: PixelArray,
  itemOffset: number,
): TensorTarget {
  const isPlanar = spec.layout === 'NCHW';
  const pixelStep = isPlanar || spec.color === 'GRAY' ? 1 : 3;
  const rowStep = spec.width * pixelStep;
  const [isTransposed, mirrorX, mirrorY] = TURNS[orientation - 1] as (typeof TURNS)[number];
  const across = axis(rect.x, rect.width, spec.width, pixelStep, mirrorX);
  const down = axis(rect.y, rect.height, spec.height, rowStep, mirrorY);
  const [x, y] = isTransposed ? [down, across] : [across, down];
  return {
    out,
    width: x.size,
    height: y.size,
    fromX: x.from,
    toX: x.to,
    fromY: y.from,
    toY: y.to,
    start: itemOffset + x.start + y.start,
    stepX: x.step,
    stepY: y.step,
    planeStep: isPlanar ? spec.width * spec.height : 1,
  };
}

interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly step: number;
}

function axis(offset: number, size: number, room: number, step: number, isMirrored: boolean): Axis {
  const low = Math.max(0, -offset);
  const high = Math.min(size, room - offset);
  return isMirrored
    ? { size, from: size - high, to: size - low, start: (offset + size - 1) * step, step: -step }
    : { size, from: low, to: high, start: offset * step, step };
}
