import { CandidateWindow } from './candidate-window.js';
import { type CandidateTotals, DEFAULT_GUARD, guardVerdict } from './guard-spec.js';

const NONE: CandidateTotals = {
  requests: 0,
  errors: 0,
  baselineRequests: 0,
  baselineErrors: 0,
  compared: 0,
  disagreed: 0,
};
const guard = { ...DEFAULT_GUARD, minRequests: 10, maxErrorRate: 0.1, maxDisagreement: 0.3 };

const example = (id: string) => ({
  predictionId: id,
  comparedPredictionId: 'x',
  at: new Date(0),
  differences: [],
});

describe('guardVerdict', () => {
  it.each([
    ['nothing seen', {}],
    ['too few requests to tell', { requests: 9, errors: 9 }],
    ['errors within the band', { requests: 10, errors: 1 }],
    [
      'errors that the baseline has too',
      { requests: 100, errors: 60, baselineRequests: 100, baselineErrors: 50 },
    ],
    ['too few comparisons to tell', { compared: 9, disagreed: 9 }],
    ['differences within the band', { compared: 10, disagreed: 3 }],
  ])('lets a candidate stay with %s', (_, totals) => {
    expect(guardVerdict({ ...NONE, ...totals }, guard)).toBeNull();
  });

  it.each([
    [
      { requests: 10, errors: 2, baselineRequests: 50, baselineErrors: 1 },
      'it failed 2 of 10 requests (20 %, the baseline 2 %); 10 % more than the baseline are allowed',
    ],
    [{ compared: 12, disagreed: 4 }, "4 of 12 answers differ from the baseline's (33.3 %); 30 % are allowed"],
  ])('withdraws one with %j', (totals, reason) => {
    expect(guardVerdict({ ...NONE, ...totals }, guard)).toBe(reason);
  });

  it('never withdraws one whose band is all that there is', () => {
    const lenient = { ...guard, maxErrorRate: 1, maxDisagreement: 1 };
    const all = { ...NONE, requests: 100, errors: 100, compared: 100, disagreed: 100 };
    expect(guardVerdict(all, lenient)).toBeNull();
  });
});

describe('CandidateWindow', () => {
  it('counts what happened, and forgets it after the window', () => {
    let now = 0;
    const window = new CandidateWindow(60_000, () => now);
    window.candidateAnswered(true);
    window.baselineAnswered(false);
    window.compared(example('a'));
    now = 30_000;
    window.candidateAnswered(false);
    window.compared(null);
    expect(window.totals).toEqual({
      requests: 2,
      errors: 1,
      baselineRequests: 1,
      baselineErrors: 0,
      compared: 2,
      disagreed: 1,
    });
    now = 60_000;
    expect(window.totals).toEqual({ ...NONE, requests: 1, compared: 1 });
    now = 90_000;
    expect(window.totals).toEqual(NONE);
  });

  it('keeps the newest examples, a bounded number of them', () => {
    const window = new CandidateWindow(60_000, () => 0);
    for (let index = 0; index < 30; index += 1) window.compared(example(String(index)));
    expect(window.examples).toHaveLength(20);
    expect(window.examples[0]?.predictionId).toBe('29');
  });
});
