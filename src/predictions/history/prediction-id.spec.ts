import { newPredictionId, timeOfPredictionId } from './prediction-id.js';

describe('newPredictionId', () => {
  it('rises, and carries the time at which it was made', () => {
    const before = Date.now();
    const ids = Array.from({ length: 500 }, newPredictionId);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) {
      const time = timeOfPredictionId(id)!.getTime();
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now() + 1);
    }
  });
});

describe('timeOfPredictionId', () => {
  it('reads the 48-bit time of the example in RFC 9562, appendix A.6', () => {
    expect(timeOfPredictionId('017F22E2-79B0-7CC3-98C4-DC0C0C07398F')).toEqual(
      new Date('2022-02-22T19:22:22.000Z'),
    );
  });

  it.each(['', 'x', '017f22e2-79b0-7cc3-98c4', '919108f7-52d1-4320-9bac-f847db4148a8'])(
    'knows that %j is not one of ours',
    (id) => expect(timeOfPredictionId(id)).toBeUndefined(),
  );
});
