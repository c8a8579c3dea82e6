import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';

/** Form fields are text: a number is read from it; what is none stays, for the validator to name. */
const numeric = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value,
);

export const STRATEGIES = ['middle', 'at', 'every', 'evenly'] as const;

/** Which frames of a video are predicted on. */
export class SamplingOptionsDto {
  /**
   * `middle`: the frame in the middle. `at`: the one at a position. `every`: every n-th. `evenly`: n frames, spread
   * evenly over the time.
   * @example 'evenly'
   */
  @IsOptional()
  @IsIn(STRATEGIES, { message: `strategy must be one of ${STRATEGIES.join(', ')}` })
  strategy?: (typeof STRATEGIES)[number];

  /**
   * For `at`: seconds from the start, as a player counts them.
   * @example 1.5
   */
  @numeric
  @IsOptional()
  @Min(0)
  @IsNumber({}, { message: '$property must be a number' })
  position_seconds?: number;

  /**
   * For `at`, instead of `position_seconds`: 0 is the first picture, 1 the last.
   * @example 0.5
   */
  @numeric
  @IsOptional()
  @Max(1)
  @Min(0)
  @IsNumber({}, { message: '$property must be a number' })
  position_fraction?: number;

  /**
   * For `every`: 1 takes every frame, 30 one of thirty.
   * @example 30
   */
  @numeric
  @IsOptional()
  @Max(1_000_000)
  @Min(1)
  @IsInt({ message: '$property must be a whole number' })
  every_n?: number;

  /**
   * For `evenly`: how many; 8 when not given, and all when the video has fewer.
   * @example 8
   */
  @numeric
  @IsOptional()
  @Min(1)
  @IsInt({ message: '$property must be a whole number' })
  frames?: number;
}
