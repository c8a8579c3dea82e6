import type { VideoIndex } from './frame-index.js';
import { chooseFrames, type Sampling } from './frame-sampling.js';

/** A video with frames at these seconds of a player's clock; the last is shown for `lastSeconds`. */
function video(times: number[], lastSeconds: number, startSeconds = 0): VideoIndex {
  return {
    codec: 'h264',
    width: 320,
    height: 240,
    frames: times.map((seconds) => ({ seconds: seconds + startSeconds, isKey: seconds === 0 })),
    hasExactTimes: true,
    startSeconds,
    durationSeconds: (times.at(-1) ?? 0) + lastSeconds,
  };
}

const steady = video(
  Array.from({ length: 100 }, (_, i) => i * 0.04),
  0.04,
);
const delayed = video([0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7], 0.1, 3);
const variable = video([0, 0.1, 0.2, 0.3, 5, 9.9], 0.1);
const single = video([0], 0.04);

describe('chooseFrames', () => {
  it.each<[string, VideoIndex, Sampling, number[]]>([
    ['middle of a steady video is frame_count / 2', steady, { strategy: 'middle' }, [50]],
    ['middle of a video whose pictures begin late', delayed, { strategy: 'middle' }, [5]],
    ['middle of a variable rate is the middle of the time', variable, { strategy: 'middle' }, [4]],
    ['middle of a single frame', single, { strategy: 'middle' }, [0]],
    ['at the start', steady, { strategy: 'at', seconds: 0 }, [0]],
    ['at the moment at which a frame begins', steady, { strategy: 'at', seconds: 0.4 }, [10]],
    ['at a moment between two frames', steady, { strategy: 'at', seconds: 0.439 }, [10]],
    ['at the very end', steady, { strategy: 'at', seconds: 4 }, [99]],
    ['at a moment before the first picture', delayed, { strategy: 'at', seconds: 0.2 }, [0]],
    ['at a moment of the player and not of the file', delayed, { strategy: 'at', seconds: 1.25 }, [4]],
    ['at a fraction', steady, { strategy: 'at', fraction: 0.25 }, [25]],
    ['at fraction 1', steady, { strategy: 'at', fraction: 1 }, [99]],
    ['at a fraction of the pictures alone', delayed, { strategy: 'at', fraction: 0 }, [0]],
    ['every 30th', steady, { strategy: 'every', everyN: 30 }, [0, 30, 60, 90]],
    ['every frame of ten', delayed, { strategy: 'every', everyN: 1 }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['every n-th beyond the end', single, { strategy: 'every', everyN: 50 }, [0]],
    ['evenly four', steady, { strategy: 'evenly', frames: 4 }, [12, 37, 62, 87]],
    ['evenly one is the middle', steady, { strategy: 'evenly', frames: 1 }, [50]],
    [
      'evenly over time, where several parts show one frame',
      variable,
      { strategy: 'evenly', frames: 4 },
      [3, 4],
    ],
    [
      'evenly more than there are',
      delayed,
      { strategy: 'evenly', frames: 12 },
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ],
  ])('%s', (_name, index, sampling, expected) => {
    expect(chooseFrames(index, sampling, 100)).toEqual(expected);
  });

  it('refuses a moment after the end and says where the end is', () => {
    expect(() => chooseFrames(steady, { strategy: 'at', seconds: 4.01 }, 100)).toThrow(
      'position_seconds: must not be greater than 4, the end of the video; got 4.01',
    );
  });

  it('refuses more frames than the limit and says what would do', () => {
    const sampling: Sampling = { strategy: 'every', everyN: 2 };
    expect(() => chooseFrames(steady, sampling, 30)).toThrow(
      'the number of frames to predict on (50: every_n=2 of 100) is over its limit of 30; every_n=4 would do',
    );
    expect(chooseFrames(steady, { strategy: 'every', everyN: 4 }, 30)).toHaveLength(25);
  });
});
