/** One picture of a video as its container lists it. */
export interface IndexedFrame {
  /** When it is shown, in seconds on the file's own clock; the first need not be at 0. */
  readonly seconds: number;
  /** Whether decoding can begin with it. */
  readonly isKey: boolean;
}

/** What is known of a video before anything of it is decoded. */
export interface VideoIndex {
  readonly codec: string;
  /** Size of the upright picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** In the order in which they are shown; never empty. */
  readonly frames: readonly IndexedFrame[];
  /**
   * Whether `seconds` is what the decoder will say of each frame. AVI keeps the order of decoding only; there a frame is
   * known by its number.
   */
  readonly hasExactTimes: boolean;
  /** Zero of a player's clock: the start of the earliest stream, in seconds on the file's own clock. */
  readonly startSeconds: number;
  /** From the start to the end of the last picture. */
  readonly durationSeconds: number;
}

/** Pictures a second on average: the truth of a variable rate, and what the file says of a constant one. */
export function framesPerSecond({ frames, durationSeconds, startSeconds }: VideoIndex): number {
  const shownSeconds = durationSeconds - ((frames[0]?.seconds ?? startSeconds) - startSeconds);
  return shownSeconds > 0 ? frames.length / shownSeconds : 0;
}

/** When a frame is shown, in seconds from the start as a player counts them. */
export function timeOf({ frames, startSeconds }: VideoIndex, frame: number): number {
  return (frames[frame]?.seconds ?? startSeconds) - startSeconds;
}
