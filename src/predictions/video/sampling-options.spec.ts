import { readSampling } from './sampling-options.js';

describe('readSampling', () => {
  it.each([
    [{}, { strategy: 'evenly', frames: 8 }],
    [{ frames: '12' }, { strategy: 'evenly', frames: 12 }],
    [{ strategy: 'middle' }, { strategy: 'middle' }],
    [
      { strategy: 'at', position_seconds: '1.5' },
      { strategy: 'at', seconds: 1.5 },
    ],
    [
      { strategy: 'at', position_seconds: '0' },
      { strategy: 'at', seconds: 0 },
    ],
    [
      { strategy: 'at', position_fraction: '0.25' },
      { strategy: 'at', fraction: 0.25 },
    ],
    [
      { strategy: 'every', every_n: '30' },
      { strategy: 'every', everyN: 30 },
    ],
  ])('reads %j', (fields, sampling) => {
    expect(readSampling(fields, 100)).toEqual({ sampling, rest: {} });
  });

  it('leaves the options of the task alone', () => {
    const { rest } = readSampling({ strategy: 'middle', top_k: '3', labels: 'a,b' }, 100);
    expect(rest).toEqual({ top_k: '3', labels: 'a,b' });
  });

  it('never takes more than the limit by itself', () => {
    expect(readSampling({}, 5).sampling).toEqual({ strategy: 'evenly', frames: 5 });
  });

  it.each([
    [{ strategy: 'best' }, /strategy: must be one of middle, at, every, evenly; got "best"/],
    [{ strategy: 'at' }, /position_seconds: must be given with strategy=at, or position_fraction/],
    [{ strategy: 'at', position_seconds: '1', position_fraction: '0.5' }, /send one of them, not both/],
    [{ strategy: 'at', position_seconds: '-1' }, /position_seconds: must not be less than 0; got -1/],
    [{ strategy: 'at', position_seconds: 'soon' }, /position_seconds: must be a number; got "soon"/],
    [{ strategy: 'at', position_fraction: '1.1' }, /position_fraction: must not be greater than 1/],
    [{ strategy: 'every' }, /every_n: must be given with strategy=every/],
    [{ strategy: 'every', every_n: '0' }, /every_n: must not be less than 1/],
    [{ strategy: 'every', every_n: '2.5' }, /every_n: must be a whole number/],
    [{ frames: '101' }, /frames: must not be greater than 100; got 101/],
    [{ every_n: '3' }, /every_n: goes with strategy=every, not with evenly/],
    [{ strategy: 'middle', frames: '3' }, /frames: goes with strategy=evenly, not with middle/],
  ])('refuses %j', (fields, expected) => {
    expect(() => readSampling(fields, 100)).toThrow(expected);
  });
});
