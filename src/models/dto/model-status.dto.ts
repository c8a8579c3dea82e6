import { VersionSummaryDto } from './model-info.dto.js';

/** One process that runs the model. */
export class ExecutorDto {
  pid: number | null;

  /**
   * `starting`, `idle`, `busy` or `exited`.
   * @example 'idle'
   */
  state: string;

  /** Requests answered. */
  runs: number;

  /** Resident memory, in MB. */
  memory_mb: number;

  /** Since the process was started. */
  uptime_seconds: number;
}

/** A golden sample that was not answered as expected. */
export class GoldenFailureDto {
  /**
   * Name of its file, without `.json`.
   * @example 'site-1'
   */
  sample: string;

  /**
   * What differed and how, or why there was no answer.
   * @example "expected top label 'healthy' 0.93, got 'late_blight' 0.41"
   */
  reason: string;
}

/** What came of the golden samples of a version. */
export class GoldenStatusDto {
  /** How many there are. */
  samples: number;

  /** How many were answered as expected at the last run; null before the first. */
  passed: number | null;

  /** ISO 8601; null before the first run. They run for every new process and on /health/deep. */
  last_run_at: string | null;

  failures: GoldenFailureDto[];
}

/** What happens inside one version now. */
export class VersionStatusDto extends VersionSummaryDto {
  /** Loading the file into the first process, in milliseconds; null before it is loaded. */
  load_ms: number | null;

  /** The real runs before the first request, in milliseconds. */
  warmup_ms: number | null;

  /** Most requests in one run: as declared, and as seen to give the same answers as alone. */
  max_batch: number | null;

  /** Requests that wait for a process. */
  waiting: number;

  /** Memory that they hold while they wait. */
  waiting_bytes: number;

  /** Requests inside a process. */
  running: number;

  /** Processes that had to be replaced since the start. */
  restarts: number;

  executors: ExecutorDto[];

  /** null when the version has no golden samples. */
  golden: GoldenStatusDto | null;
}

/** How long callers waited for a connection in the last minute, in milliseconds. */
export class PoolWaitDto {
  /** Of all waits. */
  mean: number;
  /** 95 of 100 were not longer. */
  p95: number;
  /** The longest one. */
  max: number;
}

/** Connections to the database. */
export class PoolDto {
  /** Open connections. */
  total: number;
  /** Open and unused. */
  idle: number;
  /** Callers that wait for a connection. */
  waiting: number;
  /** Most that may be open. */
  max: number;
  /** Part of the pool that is in use, 0-1. */
  utilisation: number;
  /** Waits for a connection. */
  wait_ms: PoolWaitDto;
}

export class CacheStatusDto {
  /**
   * `redis` (with a little memory in front) or `memory`.
   * @example 'memory'
   */
  store: string;

  /**
   * `up`, or `down` while Redis is away: predictions go on uncached.
   * @example 'up'
   */
  state: string;
}

export class ModelStatusDto {
  /** @example 'hazard-detector' */
  name: string;
  versions: VersionStatusDto[];
  pool: PoolDto;

  /** Where predictions are cached, and whether that works. */
  cache: CacheStatusDto;
}
