import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';

import {
  DEFAULT_PAGE_SIZE,
  MAX_PAGE_SIZE,
  type PageRequest,
  type PredictionFilters,
} from '../history/history-queries.js';

/** Conditions of a page of the history; each one that is given holds for every row. */
export class FindPredictionsDto {
  /** @example 'hazard-detector' */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  model?: string;

  /** @example '1' */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  version?: string;

  /**
   * One of the labels of the answer.
   * @example 'warning_triangle'
   */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  label?: string;

  @IsOptional()
  @IsIn(['succeeded', 'failed'])
  status?: 'succeeded' | 'failed';

  @IsOptional()
  @IsIn(['HIGH', 'MEDIUM', 'LOW'])
  confidence_status?: 'HIGH' | 'MEDIUM' | 'LOW';

  @IsOptional()
  @IsString()
  @MaxLength(128)
  request_id?: string;

  /** Predictions that were only made to be compared with others: left out unless asked for. */
  @IsOptional()
  @IsIn(['only', 'include'])
  shadow?: 'only' | 'include';

  /** Only those made in this session. */
  @IsOptional()
  @IsUUID()
  session_id?: string;

  /** Only those about this subject. */
  @IsOptional()
  @IsUUID()
  subject_id?: string;

  /** Earliest time, included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Latest time, not included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  /** Rows on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit?: number = DEFAULT_PAGE_SIZE;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  static page({ limit, cursor }: FindPredictionsDto): PageRequest {
    return { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
  }

  static filters(query: FindPredictionsDto): PredictionFilters {
    const {
      model,
      version,
      label,
      status,
      confidence_status,
      request_id,
      session_id,
      subject_id,
      shadow,
      from,
      to,
    } = query;
    return {
      ...(model === undefined ? {} : { model }),
      ...(version === undefined ? {} : { version }),
      ...(label === undefined ? {} : { label }),
      ...(status === undefined ? {} : { status }),
      ...(confidence_status === undefined ? {} : { confidenceStatus: confidence_status }),
      ...(request_id === undefined ? {} : { requestId: request_id }),
      ...(shadow === undefined ? {} : { shadow }),
      ...(session_id === undefined ? {} : { sessionId: session_id }),
      ...(subject_id === undefined ? {} : { subjectId: subject_id }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
  }
}
