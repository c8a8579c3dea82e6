import { type DecodePass, planJumps, planPasses, planWhole } from './decode-passes.js';
import type { VideoIndex } from './frame-index.js';

/** Ten frames a second with a key frame every `keyEvery`, on a clock that starts at 2 s. */
function video(count: number, keyEvery: number, hasExactTimes = true): VideoIndex {
  return {
    codec: 'h264',
    width: 320,
    height: 240,
    frames: Array.from({ length: count }, (_, i) => ({ seconds: 2 + i / 10, isKey: i % keyEvery === 0 })),
    hasExactTimes,
    startSeconds: 2,
    durationSeconds: count / 10,
  };
}

describe('planPasses', () => {
  it.each<[string, VideoIndex, number[], DecodePass[]]>([
    ['one frame near the start', video(1000, 50), [40], [{ fromSeconds: null, frames: [40] }]],
    ['one frame far off', video(1000, 50), [520], [{ fromSeconds: 52, frames: [520] }]],
    [
      'near frames in one run, far ones in runs of their own',
      video(3000, 50),
      [10, 30, 1510, 1540, 2900],
      [
        { fromSeconds: null, frames: [10, 30] },
        { fromSeconds: 152, frames: [1510, 1540] },
        { fromSeconds: 292, frames: [2900] },
      ],
    ],
    [
      'frames with no key frame between them, in one run',
      video(3000, 3000),
      [10, 1500, 2900],
      [{ fromSeconds: null, frames: [10, 1500, 2900] }],
    ],
    [
      'everything in one run where times are not exact',
      video(3000, 50, false),
      [10, 2900],
      [{ fromSeconds: null, frames: [10, 2900] }],
    ],
  ])('decodes %s', (_name, index, wanted, expected) => {
    expect(planPasses(index, wanted)).toEqual(expected);
  });

  it('loses no frame and repeats none', () => {
    const wanted = Array.from({ length: 60 }, (_, i) => i * 47);
    expect(planPasses(video(3000, 30), wanted).flatMap(({ frames }) => frames)).toEqual(wanted);
  });
});

describe('planJumps', () => {
  it('decodes each frame from its own key frame', () => {
    expect(planJumps(video(300, 50), [0, 20, 60, 99, 100])).toEqual([
      { fromSeconds: 2, frames: [0, 20] },
      { fromSeconds: 7, frames: [60, 99] },
      { fromSeconds: 12, frames: [100] },
    ]);
  });

  it('gives up where times are not exact', () => {
    expect(planJumps(video(300, 50, false), [60])).toEqual([]);
  });
});

describe('planWhole', () => {
  it('decodes everything in one run', () => {
    expect(planWhole(video(300, 50), [10, 200])).toEqual([{ fromSeconds: null, frames: [10, 200] }]);
  });
});
