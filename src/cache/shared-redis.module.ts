import { Module } from '@nestjs/common';

import { SharedRedis } from './shared-redis.js';

/** Offers {@link SharedRedis}. Needs `Env` and `Metrics` from global modules. */
@Module({ providers: [SharedRedis], exports: [SharedRedis] })
export class SharedRedisModule {}
