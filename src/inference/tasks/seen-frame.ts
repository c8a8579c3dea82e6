/** What a model said of one frame of a video. */
export interface SeenFrame<R> {
  /** When the frame is shown, in seconds from the start of the video. */
  readonly seconds: number;
  /** One result; or one for each part of the frame that the model looked at, which may be none. */
  readonly results: readonly R[];
}
