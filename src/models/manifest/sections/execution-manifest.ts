import { IsOptional } from 'class-validator';

import { Doc, Flag, NumberIn, WholeNumberIn } from '../manifest-rules.js';

export class ExecutionManifest {
  @Doc('Most processes of a version.', 'the smaller of `MODEL_MAX_CONCURRENT` and the cores')
  @IsOptional()
  @WholeNumberIn(1, 64)
  executors?: number;

  @Doc('Threads inside one run.', '1: processes, not threads, use the cores')
  @IsOptional()
  @WholeNumberIn(1, 256)
  intra_op_threads?: number;

  @Doc(
    'Most requests in one run.',
    'plain tensors: 1; a fixed batch: its size; else 8, or as many as fit into 256 MB',
  )
  @IsOptional()
  @WholeNumberIn(1, 1024)
  max_batch?: number;

  @Doc(
    'How long a request may wait for others to join its batch, in milliseconds.',
    '0: only what waits already runs together',
  )
  @IsOptional()
  @NumberIn(0, 10_000)
  max_delay_ms?: number;

  @Doc('Longest time for a request, in milliseconds.', '`REQUEST_TIMEOUT_SECONDS`')
  @IsOptional()
  @WholeNumberIn(1, 3_600_000)
  deadline_ms?: number;

  @Doc('Memory of one process, in MB; above it the process is replaced.', '`MODEL_MEMORY_LIMIT_MB`')
  @IsOptional()
  @WholeNumberIn(128, 1_048_576)
  memory_limit_mb?: number;

  @Doc('Whether the model is loaded at start.', 'true: loaded at start; else by the first request')
  @IsOptional()
  @Flag()
  preload?: boolean;

  @Doc('Whether the server is ready only with this model.', 'false: the server may be ready without it')
  @IsOptional()
  @Flag()
  required?: boolean;
}

export class WarmupManifest {
  @Doc(
    'Real runs before a version takes requests.',
    '`MODEL_WARMUP_REQUESTS`; with 0 batching is not checked at load',
  )
  @IsOptional()
  @WholeNumberIn(0, 100)
  runs?: number;
}
