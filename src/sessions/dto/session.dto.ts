import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { Session } from '../session.js';
import { TrackingDto } from './tracking.dto.js';

/** What was seen of one label. */
export class LabelSummaryDto {
  /** Findings over all pictures; what stays in view counts once a picture. */
  count: number;

  /** Pictures in which it was seen. */
  pictures: number;

  /**
   * 0-1; null from models without scores.
   * @example 0.91
   */
  @ApiProperty({ type: Number, nullable: true })
  best_score: number | null;

  /** When it was seen first. */
  first_seen: string;

  /** When it was seen last. */
  last_seen: string;

  /** Things with this label, each counted once however long it stays; null where nothing is followed. */
  @ApiProperty({ type: 'integer', nullable: true })
  unique: number | null;

  /** Longest time in which one of them was seen; null where nothing is followed. */
  @ApiProperty({ type: Number, nullable: true })
  longest_dwell_seconds: number | null;
}

@ApiExtraModels(LabelSummaryDto)
export class SessionSummaryDto {
  /**
   * From the first to the last sign of life, in seconds.
   * @example 42.5
   */
  duration_seconds: number;

  /**
   * By name of the label.
   * @example { "warning_triangle": { "count": 3, "pictures": 3, "best_score": 0.91, "first_seen": "2026-11-21T10:00:00.000Z", "last_seen": "2026-11-21T10:00:42.000Z", "unique": 1, "longest_dwell_seconds": 42 } }
   */
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(LabelSummaryDto) } })
  labels: Record<string, LabelSummaryDto>;
}

/** A session: the same shape on every route. */
export class SessionDto {
  /** @example '01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f' */
  session_id: string;

  /** `created` until it is used, `active` after that, `ended` for good. */
  @ApiProperty({ enum: ['created', 'active', 'ended'] })
  status: string;

  /**
   * Whatever the client keeps with it.
   * @example { "site": "north gate" }
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: Record<string, unknown>;

  /**
   * Model that `detect` uses when a request names none.
   * @example 'hazard-detector'
   */
  model: string | null;

  /** Version or alias of it; null for the one that answers by default. */
  version: string | null;

  /** How things are followed over its pictures; null where they are not. */
  @ApiProperty({ type: TrackingDto, nullable: true })
  tracking: Required<TrackingDto> | null;

  /** When it was made. */
  created_at: Date;

  /** When it was used last. */
  last_activity: Date;

  /** When it ends by itself unless it is used. */
  expires_at: Date;

  /** When it ended; null while it lives. */
  ended_at: Date | null;

  /** `requested` or `expired`; null while it lives. */
  @ApiProperty({ enum: ['requested', 'expired'], nullable: true, type: String })
  end_reason: string | null;

  /**
   * Rises with every change, whichever server makes it: of two answers the one with the higher number is newer.
   * @example 7
   */
  @ApiProperty({ type: 'integer' })
  revision: number;

  /** Predictions made in it. */
  prediction_count: number;

  summary: SessionSummaryDto;

  static from(session: Session): SessionDto {
    const last = session.endReason === 'requested' ? session.endedAt : session.lastActivity;
    const durationMs = (last ?? session.lastActivity).getTime() - session.createdAt.getTime();
    return {
      session_id: session.id,
      status: session.status,
      metadata: session.metadata,
      model: session.model,
      version: session.version,
      tracking: session.tracking ? TrackingDto.complete(session.tracking) : null,
      created_at: session.createdAt,
      last_activity: session.lastActivity,
      expires_at: session.expiresAt,
      ended_at: session.endedAt,
      end_reason: session.endReason,
      revision: session.revision,
      prediction_count: session.predictionCount,
      summary: { duration_seconds: durationMs / 1000, labels: readable(session) },
    };
  }
}

/** The database keeps the fields of JSON in an order of its own. */
function readable({ summary, tracking }: Session): Record<string, LabelSummaryDto> {
  return Object.fromEntries(
    Object.entries(summary.labels).map(([name, one]) => [
      name,
      {
        count: one.count,
        pictures: one.pictures,
        best_score: one.best_score,
        first_seen: one.first_seen,
        last_seen: one.last_seen,
        unique: tracking ? (one.unique ?? 0) : null,
        longest_dwell_seconds: tracking ? (one.longest_dwell_seconds ?? 0) : null,
      },
    ]),
  );
}

export class SessionPageDto {
  /** Newest first. */
  items: SessionDto[];

  /** For the next page; null on the last one. */
  next_cursor: string | null;
}
