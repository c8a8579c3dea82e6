import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../predictions/history/history-queries.js';
import type { SessionTrackEntity } from '../tracking/session-track.entity.js';
import type { TrackingOptions } from '../tracking/tracker.js';

/** A number of the database: integer. */
const MAX_TRACK_ID = 2_147_483_647;

/** How things are followed over the pictures of a session. */
export class TrackingDto {
  /**
   * Boxes of at least this score begin tracks and are paired first, 0-1. Those below it only continue one, as far as
   * `score_threshold` lets them through.
   */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  high_score?: number = 0.5;

  /** Least overlap of a box with where its track is expected, as intersection over union, 0-1. */
  @IsOptional()
  @IsNumber()
  @Min(0.01)
  @Max(1)
  match_iou?: number = 0.2;

  /** What is not seen for longer has left. */
  @IsOptional()
  @IsNumber()
  @Min(0.1)
  @Max(3600)
  max_gap_seconds?: number = 2;

  /** Pictures in a row in which a thing is seen before it counts. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(30)
  confirm_pictures?: number = 2;

  /** With every value filled in, in one order. */
  static complete(given: TrackingDto): TrackingOptions {
    const { high_score, match_iou, max_gap_seconds, confirm_pictures } = { ...new TrackingDto(), ...given };
    return { high_score, match_iou, max_gap_seconds, confirm_pictures } as TrackingOptions;
  }
}

/** Conditions of a page of tracks; each one that is given holds for every item. */
export class FindTracksDto {
  /** @example 'person' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  label?: string;

  /** `true`: only what is still there; `false`: only what has left. */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  present?: boolean;

  /** Tracks on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit?: number = DEFAULT_PAGE_SIZE;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_TRACK_ID)
  cursor?: number;
}

/** A thing that was followed. Times are those of the pictures. */
export class TrackDto {
  /**
   * From 1 in each session.
   * @example 3
   */
  track_id: number;

  /** @example 'person' */
  label: string;

  /** In how many it was seen. */
  pictures: number;

  /** 0-1. */
  best_score: number;

  /** First picture that showed it. */
  first_seen: Date;

  /** Last picture that showed it. */
  last_seen: Date;

  /** From the first to the last picture that showed it. */
  dwell_seconds: number;

  /** Whether it is gone: not seen for `max_gap_seconds`, or the session is over. Noticed with the next picture. */
  has_left: boolean;

  static from(track: SessionTrackEntity): TrackDto {
    return {
      track_id: track.trackId,
      label: track.label,
      pictures: track.pictures,
      best_score: track.bestScore,
      first_seen: track.firstSeen,
      last_seen: track.lastSeen,
      dwell_seconds: (track.lastSeen.getTime() - track.firstSeen.getTime()) / 1000,
      has_left: track.hasLeft,
    };
  }
}

export class TrackPageDto {
  /** In the order in which they came in. */
  items: TrackDto[];

  /** For the next page; null on the last one. */
  next_cursor: number | null;

  /** @param found one more than `limit` when there is a next page */
  static from(found: readonly SessionTrackEntity[], limit: number): TrackPageDto {
    const items = found.slice(0, limit).map((track) => TrackDto.from(track));
    return { items, next_cursor: found.length > limit ? (items.at(-1)?.track_id ?? null) : null };
  }
}
