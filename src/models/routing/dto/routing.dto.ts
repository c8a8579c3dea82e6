import { ApiProperty } from '@nestjs/swagger';

import type { GuardSpec } from '../guard-spec.js';
import type { RoutingAction, RoutingRecord } from '../routing-record.js';
import type { Traffic } from '../routing-state.js';

const ACTIONS: readonly RoutingAction[] = [
  'manifest',
  'aliases',
  'alias',
  'alias-removed',
  'traffic',
  'traffic-removed',
  'shadow',
  'shadow-removed',
  'rollback',
  'guard',
];

/** How requests without a version are shared out. */
export class TrafficDto {
  /**
   * The version or alias that the others are measured by.
   * @example 'production'
   */
  baseline: string;

  /** Percentage by version or alias; they make 100. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    example: { production: 90, canary: 10 },
  })
  weights: Record<string, number>;

  static from(traffic: Traffic | null): TrafficDto | null {
    return traffic && { baseline: traffic.baseline, weights: { ...traffic.weights } };
  }
}

/** When a candidate is withdrawn by itself; from the model's manifest. */
export class GuardDto {
  /**
   * Greatest part of its requests that a candidate may fail beyond what the baseline fails, 0-1.
   * @example 0.05
   */
  max_error_rate: number;

  /**
   * Greatest part of the compared answers that may differ from the baseline's, 0-1.
   * @example 0.25
   */
  max_disagreement: number;

  /**
   * Requests, or comparisons, before a rate counts.
   * @example 20
   */
  min_requests: number;

  /**
   * How far back requests count.
   * @example 600
   */
  window_seconds: number;

  /**
   * Part of a canary's requests that the baseline answers too, once `min_requests` have been compared, 0-1.
   * @example 0.1
   */
  sample: number;

  static from(guard: GuardSpec): GuardDto {
    return {
      max_error_rate: guard.maxErrorRate,
      max_disagreement: guard.maxDisagreement,
      min_requests: guard.minRequests,
      window_seconds: guard.windowSeconds,
      sample: guard.sample,
    };
  }
}

/** A change of a model's routing, and the state that it led to. */
export class RoutingChangeDto {
  /**
   * Counts the changes of this model; 0 is what the manifest says.
   * @example 3
   */
  revision: number;

  /** Version by alias. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { production: '1', canary: '2' },
  })
  aliases: Record<string, string>;

  /** Null: requests without a version go to the alias `production`, without that to the newest version. */
  @ApiProperty({ type: TrafficDto, nullable: true })
  traffic: TrafficDto | null;

  /**
   * Version or alias that is asked beside the one that answers; null for none.
   * @example '2'
   */
  shadow: string | null;

  @ApiProperty({ enum: ACTIONS, description: 'What was changed.' })
  action: string;

  /**
   * Name of an admin token, `local`, `guard`, or `manifest`.
   * @example 'ann'
   */
  changed_by: string;

  /** When it was changed; for the manifest, when the server was started. */
  changed_at: Date;

  /** Why the guard did it. */
  reason: string | null;

  /** The revision whose state a `rollback` brought back. */
  restored_revision: number | null;

  static from(record: RoutingRecord): RoutingChangeDto {
    const { revision, state, action, changedBy, changedAt, reason, restoredRevision } = record;
    return {
      revision,
      aliases: { ...state.aliases },
      traffic: TrafficDto.from(state.traffic),
      shadow: state.shadow,
      action,
      changed_by: changedBy,
      changed_at: changedAt,
      reason,
      restored_revision: restoredRevision,
    };
  }
}

/** Where the requests of a model go now. */
export class RoutingDto extends RoutingChangeDto {
  /** @example 'hazard-detector' */
  model: string;

  /**
   * The version that answers requests without a version, but for the shares of the traffic that go to others.
   * @example '1'
   */
  default_version: string | null;

  guard: GuardDto;

  /** Versions that the routing names and that are not served. */
  problems: string[];

  /** False while a decision of the guard waits for the database; it is followed all the same. */
  is_recorded: boolean;
}

export class RoutingHistoryDto {
  /** Newest first; revision 0 is the manifest's. */
  items: RoutingChangeDto[];
}
