import { IsOptional } from 'class-validator';

import { Flag, NumberIn, WholeNumberIn } from '../manifest-rules.js';

export class ExecutionManifest {
  @IsOptional()
  @WholeNumberIn(1, 64)
  executors?: number;

  @IsOptional()
  @WholeNumberIn(1, 256)
  intra_op_threads?: number;

  @IsOptional()
  @WholeNumberIn(1, 1024)
  max_batch?: number;

  @IsOptional()
  @NumberIn(0, 10_000)
  max_delay_ms?: number;

  @IsOptional()
  @WholeNumberIn(1, 3_600_000)
  deadline_ms?: number;

  @IsOptional()
  @WholeNumberIn(128, 1_048_576)
  memory_limit_mb?: number;

  @IsOptional()
  @Flag()
  preload?: boolean;

  @IsOptional()
  @Flag()
  required?: boolean;
}

export class WarmupManifest {
  /** Real runs before a version takes requests. */
  @IsOptional()
  @WholeNumberIn(0, 100)
  runs?: number;
}
