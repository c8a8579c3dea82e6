import { Module } from '@nestjs/common';

import { SharedRedisModule } from './shared-redis.module.js';
import { SharedTopics } from './shared-topics.js';

/** Offers {@link SharedTopics}. Needs `Env` and `Metrics` from global modules. */
@Module({ imports: [SharedRedisModule], providers: [SharedTopics], exports: [SharedTopics] })
export class SharedTopicsModule {}
