import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

/** As in the manifest, where a version is a number. */
const asText = ({ value }: { value: unknown }): unknown =>
  typeof value === 'number' ? String(value) : value;

const TARGET = /^(\d{1,15}|[A-Za-z][A-Za-z0-9_-]{0,63})$/;

/** All aliases of a model at once. */
export class PutAliasesDto {
  /** Version by alias; the aliases that are not in it are removed. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { production: '1', canary: '2' },
  })
  @IsObject()
  aliases: Record<string, unknown>;
}

export class PutAliasDto {
  /**
   * The version that the alias names from now on.
   * @example '2'
   */
  @Transform(asText)
  @IsString()
  @Matches(/^\d{1,15}$/, { message: 'version must be the number of a version' })
  version: string;
}

export class PutTrafficDto {
  /** Percentage by version or alias; they make 100. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    example: { production: 90, canary: 10 },
  })
  @IsObject()
  weights: Record<string, unknown>;

  /**
   * The version or alias that the others are measured by. Without it: the one so far where it has weight, else the
   * greatest.
   * @example 'production'
   */
  @IsOptional()
  @Transform(asText)
  @IsString()
  @Matches(TARGET, { message: 'baseline must be a version or an alias' })
  baseline?: string;
}

export class PutShadowDto {
  /**
   * The version or alias that is asked beside the one that answers.
   * @example '2'
   */
  @Transform(asText)
  @IsString()
  @Matches(TARGET, { message: 'version must be a version or an alias' })
  version: string;
}

export class RollBackDto {
  /**
   * The revision whose state is to come back, 0 for the manifest's. Without it: the one before the last change.
   * @example 2
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  revision?: number;
}

export class RoutingHistoryQueryDto {
  /** Changes to list. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number = 50;
}
