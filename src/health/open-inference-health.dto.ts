/** The process answers. */
export class ServerLiveDto {
  /** Always true. */
  live: boolean;
}

/** Whether requests should be sent here. */
export class ServerReadyDto {
  /** False with status 503. */
  ready: boolean;

  /** Why it is not ready. */
  error?: string;

  /**
   * State of each version when it is not ready.
   * @example { "hazard-detector@1": "loading" }
   */
  models?: Record<string, string>;
}
