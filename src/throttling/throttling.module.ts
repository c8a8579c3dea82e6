import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';

import { Env } from '../config/env.js';
import { Allowance, ALLOWANCE_NAME } from './allowance.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { SharedWindowModule } from './shared-window.module.js';
import { SharedWindowStorage } from './shared-window-storage.js';

/** Limits every route of the application, except those that machines poll. Needs `Env` and `Metrics`. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [SharedWindowModule],
      inject: [Env, SharedWindowStorage],
      useFactory: (env: Env, storage: SharedWindowStorage) => ({
        throttlers: [
          { name: ALLOWANCE_NAME, limit: env.RATE_LIMIT_REQUESTS, ttl: env.RATE_LIMIT_WINDOW * 1000 },
        ],
        storage,
        skipIf: () => !env.RATE_LIMIT_ENABLED,
      }),
    }),
  ],
  providers: [Allowance, { provide: APP_GUARD, useClass: RateLimitGuard }],
  exports: [Allowance],
})
export class ThrottlingModule {}
