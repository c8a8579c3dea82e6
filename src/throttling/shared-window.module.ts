import { Module } from '@nestjs/common';

import { SharedRedisModule } from '../cache/shared-redis.module.js';
import { SharedWindowStorage } from './shared-window-storage.js';

/** Offers {@link SharedWindowStorage} to every kind of limit. Needs `Env` and `Metrics` from global modules. */
@Module({ imports: [SharedRedisModule], providers: [SharedWindowStorage], exports: [SharedWindowStorage] })
export class SharedWindowModule {}
