import type { NumberArray } from './tensor-numbers.js';

/** Numbers a point: x, y, and its score or NaN. */
export const POINT_NUMBERS = 3;

/**
 * Boxes that passed the score threshold, in the units that the output has, as x1 y1 x2 y2. Columns, not objects: a
 * detector may have thousands of them before suppression.
 */
export class Candidates {
  length = 0;
  boxes = new Float64Array(256 * 4);
  scores = new Float64Array(256);
  classIds = new Int32Array(256);
  /** x y score of each point of each box; empty for a detector without points. A score is NaN where there is none. */
  points: Float64Array;
  /** Index of the first coefficient of each box's mask in the output that the boxes are from; -1 where there is none. */
  masksAt = new Int32Array(256);
  /** Where these numbers lie, one `step` after the other. */
  coefficients: { readonly data: NumberArray; readonly step: number } | null = null;

  /** @param pointsPerBox how many points come with every box */
  constructor(readonly pointsPerBox = 0) {
    this.points = new Float64Array(256 * POINT_NUMBERS * pointsPerBox);
  }

  /**
   * Drops a box that has a side without a finite length, or a point without a place, so that no NaN ever leaves a decoder.
   *
   * @param points x y score of each of `pointsPerBox` points
   * @param maskAt see `masksAt`
   */
  add(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    score: number,
    classId: number,
    points: readonly number[] = [],
    maskAt = -1,
  ): void {
    if (!Number.isFinite(x1 + y1 + x2 + y2) || !Number.isFinite(score)) return;
    if (!points.every((value, i) => i % POINT_NUMBERS === 2 || Number.isFinite(value))) return;
    if (this.length === this.scores.length) this.grow();
    const at = this.length * 4;
    this.boxes[at] = x1;
    this.boxes[at + 1] = y1;
    this.boxes[at + 2] = x2;
    this.boxes[at + 3] = y2;
    this.scores[this.length] = score;
    this.classIds[this.length] = classId;
    this.masksAt[this.length] = maskAt;
    this.points.set(points, this.length * POINT_NUMBERS * this.pointsPerBox);
    this.length += 1;
  }

  /** Multiplies every box and point: from fractions of the input to its pixels. */
  scale(width: number, height: number): void {
    scaleEvery(this.boxes, this.length * 4, 2, width, height);
    scaleEvery(this.points, this.length * POINT_NUMBERS * this.pointsPerBox, POINT_NUMBERS, width, height);
  }

  private grow(): void {
    const { boxes, scores, classIds, points, masksAt } = this;
    this.boxes = new Float64Array(boxes.length * 2);
    this.boxes.set(boxes);
    this.scores = new Float64Array(scores.length * 2);
    this.scores.set(scores);
    this.classIds = new Int32Array(classIds.length * 2);
    this.classIds.set(classIds);
    this.points = new Float64Array(points.length * 2);
    this.points.set(points);
    this.masksAt = new Int32Array(masksAt.length * 2);
    this.masksAt.set(masksAt);
  }
}

/** x and y stand at the begin of every `step` numbers. */
function scaleEvery(values: Float64Array, count: number, step: number, width: number, height: number): void {
  for (let at = 0; at < count; at += step) {
    values[at] = (values[at] as number) * width;
    values[at + 1] = (values[at + 1] as number) * height;
  }
}
