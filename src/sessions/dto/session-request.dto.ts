import { Type } from 'class-transformer';
import {
  IsDate,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../predictions/history/history-queries.js';
import { TrackingDto } from './tracking.dto.js';

const MAX_METADATA_BYTES = 16_384;
const MAX_TTL_SECONDS = 2_592_000;

/** PostgreSQL refuses NUL in texts, and nobody wants an upload in here. */
const IsSmallJson = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isSmallJson',
      validator: {
        validate: (value: unknown) => {
          const text = JSON.stringify(value) ?? '';
          return Buffer.byteLength(text) <= MAX_METADATA_BYTES && !/\\u0000/.test(text);
        },
      },
    },
    { message: `$property must be at most ${MAX_METADATA_BYTES} bytes as JSON, without NUL characters` },
  );

/** A new session. Everything may be left out. */
export class CreateSessionDto {
  /**
   * Whatever belongs to the session, as a JSON object of at most 16 KB.
   * @example { "site": "north gate" }
   */
  @IsOptional()
  @IsSmallJson()
  @IsObject()
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  metadata?: Record<string, unknown>;

  /**
   * Model that `detect` uses when a request names none.
   * @example 'hazard-detector'
   */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  model?: string;

  /** Version or alias of the model. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  version?: string;

  /**
   * Time without activity after which it ends by itself. SESSION_TTL_SECONDS when absent.
   * @example 3600
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_TTL_SECONDS)
  ttl_seconds?: number;

  /**
   * Follows things over the pictures: with `{}` as usual for a camera. Nothing is followed when it is absent. For models that
   * find boxes.
   */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TrackingDto)
  tracking?: TrackingDto;
}

export class UpdateSessionDto {
  /** Replaces the metadata. */
  @IsSmallJson()
  @IsObject()
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: Record<string, unknown>;
}

/** Conditions of a page of sessions; each one that is given holds for every item. */
export class FindSessionsDto {
  @IsOptional()
  @IsIn(['created', 'active', 'ended'])
  status?: 'created' | 'active' | 'ended';

  /** @example 'hazard-detector' */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  model?: string;

  /** Earliest creation, included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Latest creation, not included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  /** Sessions on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  limit?: number = DEFAULT_PAGE_SIZE;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @IsUUID()
  cursor?: string;
}
