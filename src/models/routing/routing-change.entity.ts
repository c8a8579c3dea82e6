import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { RoutingAction } from './routing-record.js';
import type { RoutingState } from './routing-state.js';

/**
 * One change of a model's routing; rows are added and never changed. The key makes a change a comparison and a step in
 * one: of two that start from one revision, one finds its row taken.
 */
@Entity({ name: 'model_routing_changes' })
export class RoutingChangeEntity {
  @PrimaryColumn({
    name: 'model',
    type: 'text',
    primaryKeyConstraintName: 'model_routing_changes_pkey',
  })
  model: string;

  /** 1 for the first change. */
  @PrimaryColumn({
    name: 'revision',
    type: 'integer',
    primaryKeyConstraintName: 'model_routing_changes_pkey',
  })
  revision: number;

  @Column({ name: 'state', type: 'jsonb' })
  state: RoutingState;

  @Column({ name: 'action', type: 'text' })
  action: RoutingAction;

  @Column({ name: 'changed_by', type: 'text' })
  changedBy: string;

  @Column({ name: 'changed_at', type: 'timestamptz', precision: 3 })
  changedAt: Date;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'restored_revision', type: 'integer', nullable: true })
  restoredRevision: number | null;
}
