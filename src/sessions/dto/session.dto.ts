import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { Session } from '../session.js';

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
   * @example { "warning_triangle": { "count": 3, "pictures": 3, "best_score": 0.91, "first_seen": "2026-11-21T10:00:00.000Z", "last_seen": "2026-11-21T10:00:42.000Z" } }
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
      created_at: session.createdAt,
      last_activity: session.lastActivity,
      expires_at: session.expiresAt,
      ended_at: session.endedAt,
      end_reason: session.endReason,
      prediction_count: session.predictionCount,
      summary: { duration_seconds: durationMs / 1000, labels: readable(session.summary.labels) },
    };
  }
}

/** The database keeps the fields of JSON in an order of its own. */
function readable(labels: Session['summary']['labels']): Record<string, LabelSummaryDto> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, { count, pictures, best_score, first_seen, last_seen }]) => [
      name,
      { count, pictures, best_score, first_seen, last_seen },
    ]),
  );
}

export class SessionPageDto {
  /** Newest first. */
  items: SessionDto[];

  /** For the next page; null on the last one. */
  next_cursor: string | null;
}
