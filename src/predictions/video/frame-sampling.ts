import { AppError } from '../../common/errors.js';
import { timeOf, type VideoIndex } from './frame-index.js';

/** Which frames of a video are predicted on. */
export type Sampling =
  | { readonly strategy: 'middle' }
  | { readonly strategy: 'at'; readonly seconds: number }
  | { readonly strategy: 'at'; readonly fraction: number }
  | { readonly strategy: 'every'; readonly everyN: number }
  | { readonly strategy: 'evenly'; readonly frames: number };

/**
 * Numbers of the chosen frames, ascending, each once.
 *
 * `middle` is what is shown halfway between the first picture and the end of the last; `at` what is shown at a moment;
 * `every` the frames 0, n, 2n, ...; `evenly` what is shown in the middle of each of n equal parts, so that one part is
 * the same as `middle`, and fewer frames than parts are all frames.
 *
 * @throws AppError VALIDATION_FAILED when the moment is after the end, PAYLOAD_TOO_LARGE when there are more than `maxFrames`
 */
export function chooseFrames(index: VideoIndex, sampling: Sampling, maxFrames: number): number[] {
  const first = timeOf(index, 0);
  const end = index.durationSeconds;
  switch (sampling.strategy) {
    case 'middle':
      return [frameAt(index, (first + end) / 2)];
    case 'at': {
      const seconds =
        'fraction' in sampling ? first + (end - first) * sampling.fraction : inside(index, sampling.seconds);
      return [frameAt(index, seconds)];
    }
    case 'every': {
      const count = Math.ceil(index.frames.length / sampling.everyN);
      if (count > maxFrames) throw tooMany(index.frames.length, sampling.everyN, count, maxFrames);
      return Array.from({ length: count }, (_, i) => i * sampling.everyN);
    }
    case 'evenly': {
      if (sampling.frames >= index.frames.length) return index.frames.map((_, frame) => frame);
      const part = (end - first) / sampling.frames;
      const moments = Array.from({ length: sampling.frames }, (_, i) => first + (i + 0.5) * part);
      return [...new Set(moments.map((seconds) => frameAt(index, seconds)))];
    }
  }
}

/** Number of the frame that is shown at a moment: the last one that began by then, or the first of all. */
function frameAt(index: VideoIndex, seconds: number): number {
  // Half a microsecond: containers give times rounded to one.
  const moment = seconds + index.startSeconds + 5e-7;
  let low = 0;
  let high = index.frames.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((index.frames[middle]?.seconds ?? Infinity) <= moment) low = middle;
    else high = middle - 1;
  }
  return low;
}

function inside(index: VideoIndex, seconds: number): number {
  if (seconds <= index.durationSeconds) return seconds;
  const end = Number(index.durationSeconds.toFixed(3));
  throw new AppError('VALIDATION_FAILED', {
    faults: [`position_seconds: must not be greater than ${end}, the end of the video; got ${seconds}`],
  });
}

function tooMany(total: number, everyN: number, count: number, maxFrames: number): AppError {
  const enough = Math.ceil(total / maxFrames);
  return new AppError('PAYLOAD_TOO_LARGE', {
    what: `the number of frames to predict on (${count}: every_n=${everyN} of ${total})`,
    limit: `${maxFrames}; every_n=${enough} would do`,
  });
}
