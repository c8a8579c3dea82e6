import type { PoolWaits } from './pool-waits.js';

/** `connecting` until the first success or failure; `unavailable` heals by itself; `off` by configuration, for good. */
export type DatabaseState = 'connecting' | 'ready' | 'unavailable' | 'off';

export interface DatabaseStatus {
  readonly state: DatabaseState;
  readonly kind: 'postgresql' | 'embedded' | 'none';
  /** Why it is not ready, in a sentence that a client may see; null when it is. */
  readonly reason: string | null;
  /** When the state was entered. */
  readonly since: Date;
}

/** Connections of the pool; `waiting` counts queries that wait for one. */
export interface PoolFigures {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
  /** Part of the pool that is in use, 0-1. */
  readonly utilisation: number;
  readonly waits: PoolWaits;
}
