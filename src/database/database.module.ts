import { join } from 'node:path';

import { Global, Module } from '@nestjs/common';

import { Env } from '../config/env.js';
import { DatabaseService } from './database.service.js';
import { DatabaseSource } from './database-source.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { embeddedServerEntry } from './embedded/embedded-server-entry.js';

/**
 * The database connection. Global, because Nest stops global modules last: whoever still writes while stopping has it until then.
 * Needs `Env` from a global module.
 */
@Global()
@Module({
  providers: [
    {
      provide: EmbeddedPostgres,
      useFactory: (env: Env) => new EmbeddedPostgres(join(env.DATA_DIR, 'postgres'), embeddedServerEntry),
      inject: [Env],
    },
    {
      provide: DatabaseSource,
      useFactory: (env: Env, embedded: EmbeddedPostgres) => new DatabaseSource(env, embedded),
      inject: [Env, EmbeddedPostgres],
    },
    DatabaseService,
  ],
  exports: [DatabaseService],
})
export class DatabaseModule {}
