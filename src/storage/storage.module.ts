import { Module } from '@nestjs/common';

import { createStorage } from './create-storage.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { ObjectKeeper } from './object-keeper.js';
import { ObjectStorage } from './object-storage.js';

/** Offers {@link ObjectStorage} and {@link ObjectKeeper}. Needs `Env` and `Metrics` from global modules. */
@Module({
  providers: [{ provide: ObjectStorage, inject: [Env, Metrics], useFactory: createStorage }, ObjectKeeper],
  exports: [ObjectStorage, ObjectKeeper],
})
export class StorageModule {}
