import { nearestKey } from './nearest-key.js';

describe('the key that was probably meant', () => {
  const known = ['score_threshold', 'iou_threshold', 'top_k', 'pad'];

  it.each([
    ['score_treshold', 'score_threshold'],
    ['Score-Threshold', 'score_threshold'],
    ['iou_thresh', 'iou_threshold'],
    ['topk', 'top_k'],
    ['padd', 'pad'],
    ['pda', 'pad'],
    ['foo', null],
    ['', null],
  ])('%j: %j', (word, expected) => {
    expect(nearestKey(word, known)).toBe(expected);
  });
});
