import { IsOptional } from 'class-validator';

import { Flag, WholeNumberIn } from '../manifest-rules.js';

const MONTH_SECONDS = 2_592_000;

export class CacheManifest {
  @IsOptional()
  @Flag()
  enabled?: boolean;

  @IsOptional()
  @WholeNumberIn(1, MONTH_SECONDS)
  ttl_seconds?: number;
}

export class HistoryManifest {
  @IsOptional()
  @Flag()
  enabled?: boolean;
}
