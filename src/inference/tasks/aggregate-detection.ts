import type { SeenFrame } from './seen-frame.js';
import type { DetectionResult } from './task-io.js';

/** One label over all frames. Keys as on the wire. */
export interface LabelOverTime {
  label: string;
  class_id: number;
  /** Frames in which it was found at least once. */
  frames: number;
  /** Most that were found in one frame. */
  max_count: number;
  /** Highest score of all, 0-1. */
  best_score: number;
  /** When the frame with the highest score is shown; the first of equals. */
  best_seconds: number;
  first_seen_seconds: number;
  last_seen_seconds: number;
}

/** What was found in a video. Keys as on the wire. */
export interface DetectionAggregate {
  /** What is in most frames first, then by score. */
  labels: LabelOverTime[];
}

/** @param frames in any order; those without a find count for nothing */
export function aggregateDetections(frames: readonly SeenFrame<DetectionResult>[]): DetectionAggregate {
  const labels = new Map<string, LabelOverTime>();
  for (const { seconds, results } of frames.toSorted((a, b) => a.seconds - b.seconds)) {
    const counts = new Map<string, number>();
    for (const { label, class_id, score } of results.flatMap(({ detections }) => detections)) {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      const known = labels.get(label) ?? newLabel(label, class_id, seconds);
      labels.set(label, known);
      if (score > known.best_score) {
        known.best_score = score;
        known.best_seconds = seconds;
      }
    }
    for (const [label, count] of counts) {
      const known = labels.get(label);
      if (!known) continue;
      known.frames += 1;
      known.max_count = Math.max(known.max_count, count);
      known.last_seen_seconds = seconds;
    }
  }
  const byWeight = (a: LabelOverTime, b: LabelOverTime): number =>
    b.frames - a.frames || b.best_score - a.best_score || a.class_id - b.class_id;
  return { labels: [...labels.values()].toSorted(byWeight) };
}

function newLabel(label: string, class_id: number, seconds: number): LabelOverTime {
  const seen = { best_seconds: seconds, first_seen_seconds: seconds, last_seen_seconds: seconds };
  return { label, class_id, frames: 0, max_count: 0, best_score: 0, ...seen };
}
