import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { isPastDay } from '../subject-record.js';

export const MAX_RECORDS = 366;
const MAX_FIELDS = 100;
const MAX_TEXT = 200;
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

const IsDay = (): PropertyDecorator =>
  ValidateBy(
    { name: 'isDay', validator: { validate: (value: unknown) => isPastDay(value, Date.now()) } },
    { message: '$property must be a day of the calendar as YYYY-MM-DD, and none to come' },
  );

/** PostgreSQL refuses NUL and halves of surrogate pairs in texts. */
const REFUSED_TEXT = /\0|\p{Surrogate}/u;

const isFieldValue = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= MAX_TEXT && !REFUSED_TEXT.test(value));

const IsFields = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isFields',
      validator: {
        validate: (value: unknown) => {
          if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
          const entries = Object.entries(value);
          return (
            entries.length > 0 &&
            entries.length <= MAX_FIELDS &&
            entries.every(([name, field]) => FIELD_NAME.test(name) && isFieldValue(field))
          );
        },
      },
    },
    {
      message: `$property must be an object of 1 to ${MAX_FIELDS} fields: names of letters, digits and _, and for each a number, true, false, a text of at most ${MAX_TEXT} characters, or null for no answer`,
    },
  );

const VALUES_EXAMPLE = { mood: 6, energy: 5, sleep_hours: 7.5, medication_taken: true };

/** What a subject has written down on one day. */
export class RecordDto {
  /** @example '2026-11-02' */
  @IsDay()
  date: string;

  /** Answers by field. */
  @IsFields()
  @ApiProperty({ type: 'object', additionalProperties: true, example: VALUES_EXAMPLE })
  values: Record<string, number | boolean | string | null>;
}

/** One record, as `date` and `values`, or several, as `records`. */
export class PutRecordsDto {
  /** @example '2026-11-02' */
  @IsOptional()
  @IsDay()
  date?: string;

  /** Answers by field. */
  @IsOptional()
  @IsFields()
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: VALUES_EXAMPLE })
  values?: Record<string, number | boolean | string | null>;

  /** Several, one a day; instead of `date` and `values`. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RECORDS)
  @ValidateNested({ each: true })
  @Type(() => RecordDto)
  records?: RecordDto[];
}

export class FindRecordsDto {
  /** Records on a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_RECORDS)
  limit?: number = 50;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @IsDay()
  cursor?: string;
}

export class SubjectPredictionsQueryDto {
  /**
   * Names of models, separated by commas; every one that takes records when absent.
   * @example 'mood-state,relapse-risk'
   */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  models?: string;

  /** Latest check-ins as of which each model is asked: 1 for today's answer, more for a curve. At most MAX_LIMIT_CHECKINS. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  limit?: number = 1;
}
