import { IsIn, IsInt, IsOptional, IsUrl, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';
import { ServerSettings } from './server-settings.js';

/** Database, cache and sessions. */
export abstract class StorageSettings extends ServerSettings {
  @Variable('PostgreSQL connection string. Unset: an embedded PostgreSQL (PGlite) in DATA_DIR.', {
    secret: true,
  })
  @IsOptional()
  @IsUrl({ protocols: ['postgres', 'postgresql'], require_tld: false, require_protocol: true })
  DATABASE_URL?: string;

  @Variable('`auto` uses DATABASE_URL or the embedded database; `off` keeps no history.')
  @IsIn(['auto', 'off'])
  DATABASE_MODE: 'auto' | 'off' = 'auto';

  @Variable('Connections that the pool keeps.')
  @IsInt()
  @Min(1)
  @Max(500)
  DATABASE_POOL_SIZE: number = 20;

  @Variable('Further connections for a burst, closed when idle.')
  @IsInt()
  @Min(0)
  @Max(500)
  DATABASE_POOL_OVERFLOW: number = 30;

  @Variable('Longest wait for a connection, in milliseconds.')
  @IsInt()
  @Min(100)
  @Max(60_000)
  DATABASE_POOL_TIMEOUT_MS: number = 5000;

  @Variable('Age at which a connection is replaced, in seconds.')
  @IsInt()
  @Min(60)
  @Max(86_400)
  DATABASE_POOL_RECYCLE_SECONDS: number = 3600;

  @Variable(
    'Days that predictions are kept, with their feedback and inputs; 0 keeps them for ever. Whole months are dropped, so the oldest rows are up to a month older.',
  )
  @IsInt()
  @Min(0)
  @Max(36_500)
  HISTORY_RETENTION_DAYS: number = 0;

  @Variable('Redis connection string. Unset: the cache is in memory.', { secret: true })
  @IsOptional()
  @IsUrl({ protocols: ['redis', 'rediss'], require_tld: false, require_protocol: true })
  REDIS_URL?: string;

  @Variable('How long a prediction stays cached, in seconds; 0 switches the cache off.')
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  CACHE_TTL_SECONDS: number = 300;

  @Variable('Memory for cached predictions in this process, in MB.')
  @IsInt()
  @Min(1)
  @Max(4096)
  CACHE_MEMORY_MB: number = 64;

  @Variable('Idle time after which a session ends, in seconds.')
  @IsInt()
  @Min(1)
  @Max(2_592_000)
  SESSION_TTL_SECONDS: number = 3600;

  @Variable('How often expired sessions are cleaned up, in seconds.')
  @IsInt()
  @Min(1)
  @Max(86_400)
  SESSION_CLEANUP_INTERVAL: number = 300;

  @Variable('Pictures that one session may send in RATE_LIMIT_WINDOW, beside the allowance of its address.')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  SESSION_RATE_LIMIT_REQUESTS: number = 300;

  @Variable('Feeds and streams of sessions (server-sent events, WebSockets) that this server keeps open.')
  @IsInt()
  @Min(1)
  @Max(100_000)
  SESSION_LIVE_CONNECTIONS: number = 500;
}
