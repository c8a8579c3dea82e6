import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';

import { DEFAULT_REPLAY_ROWS, MAX_REPLAY_ROWS, type ReplayRequest } from '../replays.service.js';

/** Which predictions are made again, and by which version. */
export class CreateReplayDto {
  /** @example 'hazard-detector' */
  @IsString()
  @MaxLength(128)
  model: string;

  /**
   * Version or alias that looks again; an alias means what it means now.
   * @example '2'
   */
  @IsString()
  @MaxLength(128)
  against: string;

  /** Only predictions of this version. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  version?: string;

  /** Only predictions with this label. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  label?: string;

  @IsOptional()
  @IsIn(['HIGH', 'MEDIUM', 'LOW'])
  confidence_status?: 'HIGH' | 'MEDIUM' | 'LOW';

  /** Only those made in this session. */
  @IsOptional()
  @IsUUID()
  session_id?: string;

  /** Earliest time, included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Latest time, not included (ISO 8601); never later than now. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  /** Most predictions, newest first. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_REPLAY_ROWS)
  limit?: number = DEFAULT_REPLAY_ROWS;

  static request(body: CreateReplayDto): ReplayRequest {
    const { model, against, version, label, confidence_status, session_id, from, to, limit } = body;
    return {
      model,
      against,
      limit: limit ?? DEFAULT_REPLAY_ROWS,
      filters: {
        ...(version === undefined ? {} : { version }),
        ...(label === undefined ? {} : { label }),
        ...(confidence_status === undefined ? {} : { confidenceStatus: confidence_status }),
        ...(session_id === undefined ? {} : { sessionId: session_id }),
        ...(from === undefined ? {} : { from: from.toISOString() }),
        ...(to === undefined ? {} : { to: to.toISOString() }),
      },
    };
  }
}
