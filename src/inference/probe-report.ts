/** What an executor found when it ran the warm-up input again. */
export interface ProbeReport {
  readonly ok: boolean;
  readonly reason?: string;
  /** The whole pipeline, in milliseconds. */
  readonly runMs: number;
}
