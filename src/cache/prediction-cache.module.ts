import { CacheModule } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';

import { CacheBackend } from './cache-backend.js';
import { CacheEraser } from './cache-eraser.js';
import { CacheSelfTest } from './cache-self-test.js';
import { FlightLeases } from './flight-leases.js';
import { PredictionCache } from './prediction-cache.js';
import { SharedFlight } from './shared-flight.js';
import { SharedRedisModule } from './shared-redis.module.js';

/** Apart, so that the cache manager can be built from it. Needs `Env` and `Metrics` from global modules. */
@Module({
  imports: [SharedRedisModule],
  providers: [CacheBackend],
  exports: [CacheBackend, SharedRedisModule],
})
class CacheBackendModule {}

/** Offers {@link PredictionCache} and what it stands on: {@link CacheBackend}, and the connection to Redis. */
@Module({
  imports: [
    CacheBackendModule,
    CacheModule.registerAsync({
      imports: [CacheBackendModule],
      inject: [CacheBackend],
      // `stores`, never `store`: the option of cache-manager 5 is ignored, and the cache works in memory alone.
      useFactory: (backend: CacheBackend) => ({ stores: backend.stores }),
    }),
  ],
  providers: [CacheEraser, PredictionCache, CacheSelfTest, FlightLeases, SharedFlight],
  exports: [CacheEraser, PredictionCache, CacheBackendModule],
})
export class PredictionCacheModule {}
