import { IsOptional } from 'class-validator';

import { Doc, Flag, WholeNumberIn } from '../manifest-rules.js';

const MONTH_SECONDS = 2_592_000;

export class CacheManifest {
  @Doc('Whether answers are kept.', 'true, unless `CACHE_TTL_SECONDS` is 0')
  @IsOptional()
  @Flag()
  enabled?: boolean;

  @Doc('How long an answer is kept, in seconds.', '`CACHE_TTL_SECONDS`')
  @IsOptional()
  @WholeNumberIn(1, MONTH_SECONDS)
  ttl_seconds?: number;
}

export class HistoryManifest {
  @Doc('Whether predictions are recorded.', 'true')
  @IsOptional()
  @Flag()
  enabled?: boolean;
}
