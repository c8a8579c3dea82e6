import { aggregateDetections, type LabelOverTime } from './aggregate-detection.js';
import type { SeenFrame } from './seen-frame.js';
import type { DetectionResult } from './task-io.js';

const IDS: Record<string, number> = { cone: 0, sign: 1, fire: 2 };

/** A frame at a time in which these labels were found, each with a score. */
function frame(seconds: number, ...found: [string, number][]): SeenFrame<DetectionResult> {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const detections = found.map(([label, score]) => ({ label, class_id: IDS[label] ?? 9, score, box }));
  return { seconds, results: [{ detections, image: { width: 4, height: 4 } }] };
}

const expected = (
  label: string,
  [frames, max_count, best_score, best_seconds, first_seen_seconds, last_seen_seconds]: number[],
): unknown => ({
  label,
  class_id: IDS[label],
  frames,
  max_count,
  best_score,
  best_seconds,
  first_seen_seconds,
  last_seen_seconds,
});

describe('aggregateDetections', () => {
  it.each<[string, SeenFrame<DetectionResult>[], [string, number[]][]]>([
    ['nothing of no frames', [], []],
    ['nothing of empty frames', [frame(0), frame(1)], []],
    ['one find', [frame(0), frame(0.5, ['cone', 0.7])], [['cone', [1, 1, 0.7, 0.5, 0.5, 0.5]]]],
    [
      'counts of a frame and not of the whole',
      [frame(0, ['cone', 0.5], ['cone', 0.4]), frame(1, ['cone', 0.9]), frame(2), frame(3, ['cone', 0.3])],
      [['cone', [3, 2, 0.9, 1, 0, 3]]],
    ],
    [
      'what is in most frames first, then the better score',
      [frame(0, ['fire', 0.9], ['cone', 0.3]), frame(1, ['cone', 0.3], ['sign', 0.95])],
      [
        ['cone', [2, 1, 0.3, 0, 0, 1]],
        ['sign', [1, 1, 0.95, 1, 1, 1]],
        ['fire', [1, 1, 0.9, 0, 0, 0]],
      ],
    ],
    [
      'frames that come in any order',
      [frame(2, ['cone', 0.6]), frame(0, ['cone', 0.6]), frame(1)],
      [['cone', [2, 1, 0.6, 0, 0, 2]]],
    ],
  ])('gives %s', (_name, frames, labels) => {
    const wanted = labels.map(([label, numbers]) => expected(label, numbers));
    expect(aggregateDetections(frames).labels).toEqual(wanted as LabelOverTime[]);
  });

  it('adds up the parts of a frame', () => {
    const [left, right] = [frame(1, ['cone', 0.5]), frame(1, ['cone', 0.8], ['sign', 0.4])];
    const both = { seconds: 1, results: [...left!.results, ...right!.results] };
    expect(aggregateDetections([both]).labels).toMatchObject([
      { label: 'cone', frames: 1, max_count: 2, best_score: 0.8 },
      { label: 'sign', frames: 1, max_count: 1 },
    ]);
  });
});
