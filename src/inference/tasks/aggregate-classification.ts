import { roundScore } from './rounding.js';
import type { SeenFrame } from './seen-frame.js';
import type { ClassificationResult } from './task-io.js';

/** One class over all frames. Keys as on the wire. */
export interface ClassOverTime {
  label: string;
  class_id: number;
  /** Mean of its scores, 0-1. An answer that does not list it (see top_k) counts with 0. */
  score: number;
  /** Answers in which it was the best. */
  votes: number;
}

/** What a video shows, by all its frames together. Keys as on the wire. */
export interface ClassificationAggregate {
  /** Best mean score first; every class that an answer listed. */
  classes: ClassOverTime[];
  /** The class that was best most often, by its mean score where it is a draw; null when no frame had an answer. */
  majority: { label: string; class_id: number; votes: number; share: number } | null;
}

/** @param frames in any order; each result is one vote */
export function aggregateClassification(
  frames: readonly SeenFrame<ClassificationResult>[],
): ClassificationAggregate {
  const results = frames.flatMap((frame) => frame.results);
  const sums = new Map<string, ClassOverTime>();
  for (const { classes } of results) {
    for (const [place, { label, class_id, score }] of classes.entries()) {
      const known = sums.get(label) ?? { label, class_id, score: 0, votes: 0 };
      known.score += score;
      if (place === 0) known.votes += 1;
      sums.set(label, known);
    }
  }
  const means = [...sums.values()].map((sum) => ({ ...sum, score: sum.score / results.length }));
  const byScore = (a: ClassOverTime, b: ClassOverTime): number =>
    b.score - a.score || a.class_id - b.class_id;
  const [winner] = means.toSorted((a, b) => b.votes - a.votes || byScore(a, b));
  return {
    classes: means.toSorted(byScore).map((mean) => ({ ...mean, score: roundScore(mean.score) })),
    majority: winner
      ? {
          label: winner.label,
          class_id: winner.class_id,
          votes: winner.votes,
          share: roundScore(winner.votes / results.length),
        }
      : null,
  };
}
