/**
 * Boxes that passed the score threshold, in the units that the output has, as x1 y1 x2 y2. Columns, not objects: a
 * detector may have thousands of them before suppression.
 */
export class Candidates {
  length = 0;
  boxes = new Float64Array(256 * 4);
  scores = new Float64Array(256);
  classIds = new Int32Array(256);

  /** Drops a box that has a side without a finite length, so that no NaN ever leaves a decoder. */
  add(x1: number, y1: number, x2: number, y2: number, score: number, classId: number): void {
    if (!Number.isFinite(x1 + y1 + x2 + y2) || !Number.isFinite(score)) return;
    if (this.length === this.scores.length) this.grow();
    const at = this.length * 4;
    this.boxes[at] = x1;
    this.boxes[at + 1] = y1;
    this.boxes[at + 2] = x2;
    this.boxes[at + 3] = y2;
    this.scores[this.length] = score;
    this.classIds[this.length] = classId;
    this.length += 1;
  }

  /** Multiplies every box: from fractions of the input to its pixels. */
  scale(width: number, height: number): void {
    for (let at = 0; at < this.length * 4; at += 2) {
      this.boxes[at] = (this.boxes[at] as number) * width;
      this.boxes[at + 1] = (this.boxes[at + 1] as number) * height;
    }
  }

  private grow(): void {
    const { boxes, scores, classIds } = this;
    this.boxes = new Float64Array(boxes.length * 2);
    this.boxes.set(boxes);
    this.scores = new Float64Array(scores.length * 2);
    this.scores.set(scores);
    this.classIds = new Int32Array(classIds.length * 2);
    this.classIds.set(classIds);
  }
}
