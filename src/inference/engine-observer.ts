/** What the engine tells the outside (metrics, logs). Every call is synchronous and must not throw. */
export interface EngineObserver {
  /** A batch has run; durations in milliseconds. */
  batchRun(size: number): void;
  /** An executor ended without having been asked to; `delayMs` until the next one starts. */
  executorCrashed(reason: string, delayMs: number): void;
  /** An executor was replaced on purpose: memory, number of runs, or an overrun deadline. */
  executorReplaced(reason: string): void;
  /** More unplanned exits than the limit, or none for a while again. */
  crashLoop(isLooping: boolean, reason: string): void;
}
