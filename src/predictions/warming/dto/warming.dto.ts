import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export const MAX_WARMED = 1000;

/** How much is to be put into the cache. */
export class WarmCacheDto {
  /** Inputs, the most frequent first; what `cache.warm` of the model says, else 100. */
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: MAX_WARMED })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_WARMED)
  readonly limit?: number;
}

/** What is going to be done. */
export class WarmingDto {
  @ApiProperty({ example: 'hazard-detector' })
  readonly name!: string;

  /** Versions that answer now, one after the other. */
  @ApiProperty({ example: ['2'], type: [String] })
  readonly versions!: string[];

  /** Inputs for each, at most. */
  @ApiProperty({ example: 100 })
  readonly limit!: number;
}
