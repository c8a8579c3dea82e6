import type { VideoIndex } from './frame-index.js';

/**
 * Tells decoded frames by their time: each wanted frame has the window from halfway to the frame before it to halfway to
 * the one behind it, so that no rounding of times can mix up two frames. Where a container does not tell the times that
 * the decoder will (AVI), frames are told by counting.
 */
export class FrameWindows {
  private readonly windows: { frame: number; from: number; to: number; isTaken: boolean }[];
  private counted = 0;

  /** @param wanted numbers of frames, ascending */
  constructor(
    private readonly index: VideoIndex,
    private readonly wanted: readonly number[],
  ) {
    const { frames } = index;
    const between = (left: number, right: number): number =>
      ((frames[left]?.seconds ?? -Infinity) + (frames[right]?.seconds ?? Infinity)) / 2;
    this.windows = wanted.map((frame) => ({
      frame,
      from: between(frame - 1, frame),
      to: between(frame, frame + 1),
      isTaken: false,
    }));
  }

  /** ffmpeg's filter that lets the wanted frames pass. */
  get selectFilter(): string {
    if (!this.index.hasExactTimes) return `select='${this.wanted.map((n) => `eq(n,${n})`).join('+')}'`;
    return `select='${this.windows.map(({ from, to }) => during(from, to)).join('+')}'`;
  }

  /**
   * The wanted frame that a decoded one is.
   *
   * @param seconds its time on the file's own clock; undefined when the decoder did not tell it
   * @returns undefined for a frame that nobody wants, or that came already
   */
  frameOf(seconds: number | undefined): number | undefined {
    if (!this.index.hasExactTimes) return this.wanted[this.counted++];
    if (seconds === undefined) return undefined;
    const window = this.windows.find(({ from, to, isTaken }) => !isTaken && seconds >= from && seconds < to);
    if (!window) return undefined;
    window.isTaken = true;
    return window.frame;
  }
}

function during(from: number, to: number): string {
  const parts = [];
  if (Number.isFinite(from)) parts.push(`gte(t,${from.toFixed(7)})`);
  if (Number.isFinite(to)) parts.push(`lt(t,${to.toFixed(7)})`);
  return parts.join('*') || '1';
}
