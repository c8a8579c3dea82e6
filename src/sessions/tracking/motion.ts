import type { Box } from '../../inference/tasks/task-io.js';

/**
 * A Kalman filter of one number that moves with a nearly constant velocity: estimate and velocity (pixels, pixels a second)
 * with their covariance.
 */
export interface Axis {
  readonly x: number;
  readonly v: number;
  readonly xx: number;
  readonly xv: number;
  readonly vv: number;
}

/** Centre and size of a box. All noise of the tracker is independent by axis, so its 8 x 8 covariance is four of 2 x 2. */
export interface Motion {
  readonly cx: Axis;
  readonly cy: Axis;
  readonly w: Axis;
  readonly h: Axis;
}

/**
 * Noise as a part of the box's size, after N. Wojke, A. Bewley and D. Paulus, "Simple online and realtime tracking with a deep
 * association metric" (2017): 1/20 of it for a measured position, 1/160 of it a picture for the velocity, at the 30 pictures a
 * second of their videos. Here time is in seconds, as pictures of a session come when they come:
 * (1/160 · 30 per second)² · 30 pictures a second is about 1 a cubic second.
 */
const MEASURED = 1 / 20;
const FIRST_POSITION = 2 * MEASURED;
const FIRST_VELOCITY = (10 / 160) * 30;
const ACCELERATION = 1;
/** Sizes at which noise would vanish. */
const LEAST_SIZE = 1;

/** A box seen for the first time. */
export function startMotion(box: Box): Motion {
  const { width, height } = sizes(box.width, box.height);
  return {
    cx: started(box.x + box.width / 2, width),
    cy: started(box.y + box.height / 2, height),
    w: started(box.width, width),
    h: started(box.height, height),
  };
}

/** Where the box is expected. @param seconds since the last step, 0 or more */
export function predictMotion(motion: Motion, seconds: number): Motion {
  const { width, height } = sizes(motion.w.x, motion.h.x);
  const step = ({ x, v, xx, xv, vv }: Axis, size: number): Axis => {
    // White noise as acceleration: Y. Bar-Shalom et al., "Estimation with applications to tracking and navigation" (2001), 6.2.
    const q = ACCELERATION * size ** 2;
    return {
      x: x + v * seconds,
      v,
      xx: xx + 2 * seconds * xv + seconds ** 2 * vv + (q * seconds ** 3) / 3,
      xv: xv + seconds * vv + (q * seconds ** 2) / 2,
      vv: vv + q * seconds,
    };
  };
  return {
    cx: step(motion.cx, width),
    cy: step(motion.cy, height),
    w: step(motion.w, width),
    h: step(motion.h, height),
  };
}

/** What is known after the box was seen where `box` is. */
export function correctMotion(motion: Motion, box: Box): Motion {
  const { width, height } = sizes(motion.w.x, motion.h.x);
  return {
    cx: corrected(motion.cx, box.x + box.width / 2, width),
    cy: corrected(motion.cy, box.y + box.height / 2, height),
    w: corrected(motion.w, box.width, width),
    h: corrected(motion.h, box.height, height),
  };
}

function started(x: number, size: number): Axis {
  return { x, v: 0, xx: (FIRST_POSITION * size) ** 2, xv: 0, vv: (FIRST_VELOCITY * size) ** 2 };
}

/**
 * In a form without differences of nearly equal numbers: a box that was large and is small has a variance many orders above that
 * of what is measured, and 1 - gain or vv - xv²/sum would lose every digit.
 */
function corrected({ x, v, xx, xv, vv }: Axis, seen: number, size: number): Axis {
  const measured = (MEASURED * size) ** 2;
  const sum = xx + measured;
  const determinant = Math.max(0, xx * vv - xv ** 2);
  return {
    x: x + (xx / sum) * (seen - x),
    v: v + (xv / sum) * (seen - x),
    xx: (measured / sum) * xx,
    xv: (measured / sum) * xv,
    vv: (vv * measured + determinant) / sum,
  };
}

/** A box that is not seen keeps its size: what little is known of its growth would run away. */
export function holdSize(motion: Motion): Motion {
  return { ...motion, w: { ...motion.w, v: 0 }, h: { ...motion.h, v: 0 } };
}

/** The box as it is estimated, at least a pixel in size. */
export function boxOf({ cx, cy, w, h }: Motion): Box {
  const { width, height } = sizes(w.x, h.x);
  return { x: cx.x - width / 2, y: cy.x - height / 2, width, height };
}

/** Intersection over union, 0-1. */
export function iou(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (one.width * one.height + other.width * other.height - common);
}

function sizes(width: number, height: number): { width: number; height: number } {
  return { width: Math.max(width, LEAST_SIZE), height: Math.max(height, LEAST_SIZE) };
}
