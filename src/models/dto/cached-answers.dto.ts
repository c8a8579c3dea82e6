import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches, MaxLength } from 'class-validator';

/** Which of a model's cached answers. */
export class CachedAnswersQuery {
  /** Only those of this version. */
  @ApiPropertyOptional({ example: '1' })
  @IsOptional()
  @MaxLength(200)
  readonly version?: string;

  /** Only those of model files with this digest, or with a digest that begins so. */
  @ApiPropertyOptional({ example: '3f9b8a1c22d0', pattern: '^[0-9a-fA-F]{12,64}$' })
  @IsOptional()
  @Matches(/^[0-9a-f]{12,64}$/i, { message: 'digest must be 12 to 64 hexadecimal characters' })
  readonly digest?: string;
}

/** What was taken out of the cache. */
export class ErasedAnswersDto {
  @ApiProperty({ example: 'hazard-detector' })
  readonly name!: string;

  /** Answers that were there. */
  @ApiProperty({ example: 120 })
  readonly removed!: number;

  /** Whether all of them are gone; no while Redis is away. */
  @ApiProperty({ example: true })
  readonly complete!: boolean;
}
