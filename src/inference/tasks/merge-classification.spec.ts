import { mergeClassification, voteClassification } from './merge-classification.js';
import type { ClassificationResult } from './task-io.js';

const IMAGE = { width: 4, height: 3 };
const NAMES = ['cat', 'dog', 'cow'];

/** Scores by class id; the result has them best first, as `classify` gives them. */
const result = (...scores: number[]): ClassificationResult => ({
  classes: scores
    .map((score, class_id) => ({ label: NAMES[class_id]!, class_id, score }))
    .toSorted((a, b) => b.score - a.score),
  image: IMAGE,
});

const shown = ({ classes }: ClassificationResult): unknown[] =>
  classes.map(({ label, score, spread }) => [label, score, spread]);

describe('mergeClassification', () => {
  it.each<[string, ClassificationResult[], number[], unknown[], number]>([
    [
      'means of two, with half their distance as the spread',
      [result(0.8, 0.1, 0.1), result(0.2, 0.7, 0.1)],
      [1, 1],
      [
        ['cat', 0.5, 0.3],
        ['dog', 0.4, 0.3],
        ['cow', 0.1, 0],
      ],
      0.3,
    ],
    [
      'weighted means',
      [result(0.8, 0.2), result(0.2, 0.8)],
      [3, 1],
      [
        ['cat', 0.65, 0.2598],
        ['dog', 0.35, 0.2598],
      ],
      0.2598,
    ],
    [
      'equal means by class id',
      [result(0.5, 0.5), result(0.5, 0.5)],
      [1, 1],
      [
        ['cat', 0.5, 0],
        ['dog', 0.5, 0],
      ],
      0,
    ],
    [
      'one alone',
      [result(0.9, 0.1)],
      [7],
      [
        ['cat', 0.9, 0],
        ['dog', 0.1, 0],
      ],
      0,
    ],
    [
      'a class that one lacks, as a score of 0',
      [result(0.6, 0.4), { classes: [{ label: 'cat', class_id: 0, score: 1 }], image: IMAGE }],
      [1, 1],
      [
        ['cat', 0.8, 0.2],
        ['dog', 0.2, 0.2],
      ],
      0.2,
    ],
  ])('gives %s', (_what, results, weights, classes, uncertainty) => {
    const merged = mergeClassification(results, weights);
    expect(shown(merged)).toEqual(classes);
    expect(merged).toMatchObject({ uncertainty, image: IMAGE });
  });

  it('keeps the best classes and the texts of their labels', () => {
    const texts: ClassificationResult = {
      classes: [{ label: 'cat', class_id: 5, score: 0.4, severity: 'high' }],
      image: IMAGE,
    };
    expect(mergeClassification([texts, result(0.6, 0.4)], [1, 1], 1).classes).toEqual([
      { label: 'cat', class_id: 5, score: 0.5, spread: 0.1, severity: 'high' },
    ]);
  });
});

describe('voteClassification', () => {
  it.each<[string, ClassificationResult[], number[], [string, number][], number]>([
    [
      'the majority, though the others are surer',
      [result(0.4, 0.35, 0.25), result(0.4, 0.35, 0.25), result(0, 1, 0)],
      [1, 1, 1],
      [
        ['cat', 0.6667],
        ['dog', 0.3333],
        ['cow', 0],
      ],
      0.3333,
    ],
    [
      'of equal votes the class with the greater sum of scores',
      [result(0.51, 0.49), result(0.1, 0.9)],
      [1, 1],
      [
        ['dog', 0.5],
        ['cat', 0.5],
      ],
      0.5,
    ],
    [
      'weights as numbers of votes',
      [result(0.51, 0.49), result(0.1, 0.9)],
      [3, 1],
      [
        ['cat', 0.75],
        ['dog', 0.25],
      ],
      0.25,
    ],
  ])('gives %s', (_what, results, weights, classes, uncertainty) => {
    const merged = voteClassification(results, weights);
    expect(merged.classes.map(({ label, score }) => [label, score])).toEqual(classes);
    expect(merged.uncertainty).toBe(uncertainty);
  });

  it('tells how far the scores of a class are apart', () => {
    const [first] = voteClassification([result(0.9, 0.1), result(0.7, 0.3)], [1, 1]).classes;
    expect(first).toEqual({ label: 'cat', class_id: 0, score: 1, spread: 0.1 });
  });
});
