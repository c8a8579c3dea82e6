/** How far an answer may be from the expected one and still be the same. */
export interface CompareTolerance {
  /** Greatest difference of a score of the same label or box, 0-1; 1 leaves scores out of account. */
  readonly score: number;
  /** Least overlap (IoU) at which two boxes of one label are the same object, 0-1. */
  readonly iou: number;
  /** Least F1 of the matched boxes, 0-1; 1 wants every box to be found on both sides. */
  readonly f1: number;
  /**
   * Greatest difference of any other number: `absolute + relative * size`, where size is the span of the value's range
   * where it has one, else the expected value itself.
   */
  readonly absolute: number;
  readonly relative: number;
}

/** For comparing two models, not a model with itself. */
export interface LenientTolerance extends CompareTolerance {
  /** For tensors also: part of the tensor's largest magnitude, since small values of it tell little; 0 when not given. */
  readonly ofLargest?: number;
}

/** One thing that is not as expected. */
export interface ResultDifference {
  /** Where in the answer, e.g. `classes[0]` or `values[2].value`; empty for the answer as a whole. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
  /** In a few words, for people. */
  readonly reason: string;
}

export interface Comparison {
  /** True exactly when there is no difference beyond the tolerance. */
  readonly agree: boolean;
  /** At most `MOST_DIFFERENCES`. */
  readonly differences: readonly ResultDifference[];
  /** Actual minus expected score: of the expected top label, or the mean over the matched boxes; null when nothing matches. */
  readonly scoreShift: number | null;
}

/** Of a picture with a thousand boxes the first few tell enough. */
export const MOST_DIFFERENCES = 20;

/** Collects what a comparison finds. */
export class Findings {
  readonly differences: ResultDifference[] = [];
  private readonly shifts: number[] = [];

  constructor(readonly tolerance: LenientTolerance) {}

  differ(path: string, expected: unknown, actual: unknown, reason: string): void {
    if (this.differences.length < MOST_DIFFERENCES) {
      this.differences.push({ path, expected, actual, reason });
    }
  }

  shifted(by: number): void {
    this.shifts.push(by);
  }

  /** Tells of a score that moved further than it may. */
  score(path: string, expected: number, actual: number): void {
    const by = Math.abs(actual - expected);
    if (!(by <= this.tolerance.score)) {
      this.differ(path, expected, actual, `the score differs by ${shortNumber(by)}`);
    }
  }

  /** @param span of the value's range; null when it has none */
  number(path: string, expected: number, actual: number, span: number | null): void {
    if (Object.is(expected, actual)) return;
    const { absolute, relative } = this.tolerance;
    const allowed = absolute + relative * (span ?? Math.abs(expected));
    const by = Math.abs(actual - expected);
    if (!(by <= allowed)) {
      this.differ(
        path,
        expected,
        actual,
        `it differs by ${shortNumber(by)}, at most ${shortNumber(allowed)} is allowed`,
      );
    }
  }

  done(): Comparison {
    const { differences, shifts } = this;
    const scoreShift =
      shifts.length > 0 ? shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length : null;
    return { agree: differences.length === 0, differences, scoreShift };
  }
}

/** Four significant digits. */
export const shortNumber = (value: number): string => String(Number(value.toPrecision(4)));
