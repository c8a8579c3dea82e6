import { POINT_NUMBERS, type Candidates } from './candidates.js';
import type { Placement } from './task-io.js';

/** A box of one view in the picture's own pixels, not rounded and not clipped. */
export interface FoundBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly score: number;
  readonly classId: number;
  /** x y score of each point; the score is NaN where there is none. */
  readonly points: readonly number[];
}

/**
 * Maps a candidate back to the upright picture. In a picture mirrored along one axis a model takes left for right, so
 * points with such names change places.
 *
 * @param swapped for each point the one whose place it takes in a mirrored picture
 */
export function toPicture(
  candidates: Candidates,
  index: number,
  placement: Placement,
  swapped: readonly number[],
): FoundBox {
  const { scaleX, scaleY, offsetX, offsetY } = placement;
  const { boxes, pointsPerBox } = candidates;
  const at = index * 4;
  const left = (boxes[at]! - offsetX) / scaleX;
  const top = (boxes[at + 1]! - offsetY) / scaleY;
  const right = (boxes[at + 2]! - offsetX) / scaleX;
  const bottom = (boxes[at + 3]! - offsetY) / scaleY;
  const isMirrored = scaleX < 0 !== scaleY < 0;
  const points = Array.from({ length: pointsPerBox }, (_, point) => {
    const source = isMirrored ? (swapped[point] ?? point) : point;
    const from = (index * pointsPerBox + source) * POINT_NUMBERS;
    const [x, y, score] = candidates.points.subarray(from, from + POINT_NUMBERS) as unknown as number[];
    return [(x! - offsetX) / scaleX, (y! - offsetY) / scaleY, score!];
  }).flat();
  return {
    x1: scaleX < 0 ? right : left,
    y1: scaleY < 0 ? bottom : top,
    x2: scaleX < 0 ? left : right,
    y2: scaleY < 0 ? top : bottom,
    score: candidates.scores[index]!,
    classId: candidates.classIds[index]!,
    points,
  };
}

/** For each name the place of its counterpart, left for right; its own place where it has none. */
export function counterparts(names: readonly string[]): number[] {
  return names.map((name, index) => {
    const other = name.replace(/left|right/gi, (side) => {
      const turned = side.toLowerCase() === 'left' ? 'right' : 'left';
      return side[0] === side[0]!.toUpperCase() ? turned[0]!.toUpperCase() + turned.slice(1) : turned;
    });
    const place = names.indexOf(other);
    return place === -1 ? index : place;
  });
}
