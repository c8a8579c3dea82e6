import type { RoutingState } from './routing-state.js';

export type RoutingAction =
  | 'manifest'
  | 'aliases'
  | 'alias'
  | 'alias-removed'
  | 'traffic'
  | 'traffic-removed'
  | 'shadow'
  | 'shadow-removed'
  | 'rollback'
  | 'guard';

/** A change of a model's routing, and the state that it led to. */
export interface RoutingRecord {
  readonly model: string;
  /** Counts the changes of this model; 0 is what the manifest says. */
  readonly revision: number;
  readonly state: RoutingState;
  readonly action: RoutingAction;
  /** Name of an admin token, `local`, `guard`, or `manifest`. */
  readonly changedBy: string;
  readonly changedAt: Date;
  /** Why the guard did it. */
  readonly reason: string | null;
  /** The revision whose state this one brought back. */
  readonly restoredRevision: number | null;
}
