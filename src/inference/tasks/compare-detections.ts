import type { Findings } from './comparison.js';
import type { Box } from './task-io.js';

/** What of a detection is compared; a recorded one may hold no more. */
export interface ComparedDetection {
  readonly label: string;
  /** An expected answer written by hand may leave it out. */
  readonly score?: number;
  readonly box: Box;
}

interface Match {
  readonly expected: number;
  readonly actual: number;
}

/**
 * Compares two lists of boxes: each expected one, best score first, takes the box of its label that overlaps it most.
 * Boxes that nobody takes lower the F1, which says how many of both sides are paired.
 */
export function compareDetections(
  path: string,
  expected: readonly ComparedDetection[],
  actual: readonly ComparedDetection[],
  findings: Findings,
): void {
  const matches = match(expected, actual, findings.tolerance.iou);
  for (const pair of matches) {
    const before = expected[pair.expected]!.score;
    const now = actual[pair.actual]!.score;
    if (before === undefined || now === undefined) continue;
    findings.shifted(now - before);
    findings.score(`${path}[${pair.expected}].score`, before, now);
  }
  const total = expected.length + actual.length;
  const f1 = total === 0 ? 1 : (2 * matches.length) / total;
  if (f1 >= findings.tolerance.f1) return;
  for (const [index, detection] of expected.entries()) {
    if (!matches.some((pair) => pair.expected === index)) {
      findings.differ(`${path}[${index}]`, brief(detection), null, `no such ${detection.label} was found`);
    }
  }
  for (const [index, detection] of actual.entries()) {
    if (!matches.some((pair) => pair.actual === index)) {
      findings.differ(
        `${path}[${index}]`,
        null,
        brief(detection),
        `a ${detection.label} that is not expected`,
      );
    }
  }
}

function match(
  expected: readonly ComparedDetection[],
  actual: readonly ComparedDetection[],
  leastIou: number,
): Match[] {
  const free = new Set(actual.keys());
  const order = [...expected.keys()].toSorted(
    (a, b) => (expected[b]!.score ?? 0) - (expected[a]!.score ?? 0),
  );
  return order.flatMap((index) => {
    const { label, box } = expected[index]!;
    let best: { readonly index: number; readonly iou: number } | undefined;
    for (const candidate of free) {
      const other = actual[candidate]!;
      if (other.label !== label) continue;
      const iou = overlap(box, other.box);
      if (iou >= leastIou && iou > (best?.iou ?? -1)) best = { index: candidate, iou };
    }
    if (!best) return [];
    free.delete(best.index);
    return [{ expected: index, actual: best.index }];
  });
}

/** Intersection over union; 1 for two boxes that are the same, also when they are empty. */
function overlap(a: Box, b: Box): number {
  if (a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height) return 1;
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

const brief = ({ label, score, box }: ComparedDetection): ComparedDetection =>
  score === undefined ? { label, box } : { label, score, box };
