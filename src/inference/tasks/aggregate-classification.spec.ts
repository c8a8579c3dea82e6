import { aggregateClassification } from './aggregate-classification.js';
import type { SeenFrame } from './seen-frame.js';
import type { ClassificationResult } from './task-io.js';

const IDS: Record<string, number> = { rust: 0, blight: 1, healthy: 2 };

/** One answer with these classes, best first. */
function answer(...classes: [string, number][]): ClassificationResult {
  return {
    classes: classes.map(([label, score]) => ({ label, class_id: IDS[label] ?? 9, score })),
    image: { width: 4, height: 4 },
  };
}

const frames = (...results: ClassificationResult[]): SeenFrame<ClassificationResult>[] =>
  results.map((result, seconds) => ({ seconds, results: [result] }));

describe('aggregateClassification', () => {
  it.each<[string, SeenFrame<ClassificationResult>[], [string, number, number][], unknown]>([
    ['nothing of no frames', [], [], null],
    [
      'one frame as it is',
      frames(answer(['rust', 0.8], ['blight', 0.2])),
      [
        ['rust', 0.8, 1],
        ['blight', 0.2, 0],
      ],
      { label: 'rust', class_id: 0, votes: 1, share: 1 },
    ],
    [
      'a majority that need not have the best mean',
      frames(
        answer(['rust', 0.55], ['blight', 0.45]),
        answer(['rust', 0.55], ['blight', 0.45]),
        answer(['blight', 0.99], ['rust', 0.01]),
      ),
      [
        ['blight', 0.63, 1],
        ['rust', 0.37, 2],
      ],
      { label: 'rust', class_id: 0, votes: 2, share: 0.6667 },
    ],
    [
      'the better mean where votes are equal',
      frames(answer(['rust', 0.6], ['blight', 0.4]), answer(['blight', 0.9], ['rust', 0.1])),
      [
        ['blight', 0.65, 1],
        ['rust', 0.35, 1],
      ],
      { label: 'blight', class_id: 1, votes: 1, share: 0.5 },
    ],
    [
      '0 for a class that an answer does not list',
      frames(answer(['rust', 0.9]), answer(['rust', 0.5], ['healthy', 0.4])),
      [
        ['rust', 0.7, 2],
        ['healthy', 0.2, 0],
      ],
      { label: 'rust', class_id: 0, votes: 2, share: 1 },
    ],
    ['no majority of empty answers', frames(answer()), [], null],
  ])('gives %s', (_name, seen, classes, majority) => {
    const aggregate = aggregateClassification(seen);
    expect(aggregate.classes.map(({ label, score, votes }) => [label, score, votes])).toEqual(classes);
    expect(aggregate.majority).toEqual(majority);
  });
});
