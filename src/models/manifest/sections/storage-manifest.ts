import { IsOptional } from 'class-validator';

import { Doc, Flag, OneOf, WholeNumberIn } from '../manifest-rules.js';

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

  @Doc(
    'How many of the inputs that were sent most often in the last day are run through a version that comes into service, when nobody needs the machine, so that the cache knows their answers. Needs `history.store_input: reference`.',
    '0',
  )
  @IsOptional()
  @WholeNumberIn(0, 1000)
  warm?: number;
}

export class HistoryManifest {
  @Doc('Whether predictions are recorded.', 'true')
  @IsOptional()
  @Flag()
  enabled?: boolean;

  @Doc(
    'What is kept of the inputs: nothing, their SHA-256, or with `reference` the inputs themselves (pictures in the store, rows and small tensors beside the prediction), for replays and for people.',
    '`digest`',
  )
  @IsOptional()
  @OneOf(['none', 'digest', 'reference'])
  store_input?: 'none' | 'digest' | 'reference';

  @Doc(
    'What is kept of the answers beside their numbers: nothing, or with `drawn` the picture with the answer drawn on it, in the store. For models that take pictures.',
    '`none`',
  )
  @IsOptional()
  @OneOf(['none', 'drawn'])
  store_result?: 'none' | 'drawn';
}
