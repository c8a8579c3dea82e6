import { plainToInstance } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  validateSync,
} from 'class-validator';

import { describeVariables, Variable } from './variable.decorator.js';

/** Start-up stopped because of the configuration: `sysexits.h` EX_CONFIG, which a supervisor does not retry. */
export const EX_CONFIG = 78;

/** Picture formats that can be switched on. `jpg` and `jpeg` are one format. */
export const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif'] as const;

/** The names are those under which the server itself changes things. */
const ADMIN_TOKEN = /^(?!(?:local|guard|manifest):)[A-Za-z0-9._-]{1,64}:[^\s,]{16,}$/;

/** Every environment variable that the server reads, with its default. Nothing else reads `process.env`. */
export class Env {
  @Variable('Address to listen on; 0.0.0.0 for every interface (the container image sets it).')
  @IsString()
  HOST: string = '127.0.0.1';

  @Variable('TCP port; 0 takes a free one.')
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT: number = 8080;

  @Variable('Folder of models: one folder or one .onnx file each.')
  @IsString()
  MODEL_DIR: string = 'models';

  @Variable('Folder for what the server writes: embedded database, spilled history.')
  @IsString()
  DATA_DIR: string = '.data';

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

  @Variable('Idle time after which a session ends, in seconds. Without effect until there are sessions.')
  @IsInt()
  @Min(1)
  @Max(2_592_000)
  SESSION_TTL_SECONDS: number = 3600;

  @Variable('How often expired sessions are cleaned up, in seconds. Without effect until there are sessions.')
  @IsInt()
  @Min(1)
  @Max(86_400)
  SESSION_CLEANUP_INTERVAL: number = 300;

  @Variable('Real runs of a model before it takes requests.')
  @IsInt()
  @Min(0)
  @Max(100)
  MODEL_WARMUP_REQUESTS: number = 3;

  @Variable('Most processes for a model version that names no number; never more than there are cores.')
  @IsInt()
  @Min(1)
  @Max(64)
  MODEL_MAX_CONCURRENT: number = 4;

  @Variable(
    'Memory of one executor process, in MB: above it the process is replaced, above 1.5 times it is killed.',
  )
  @IsInt()
  @Min(128)
  @Max(1_048_576)
  MODEL_MEMORY_LIMIT_MB: number = 1024;

  @Variable('Runs after which an executor process is replaced.')
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  MODEL_MAX_RUNS: number = 100_000;

  @Variable('Longest time for a model to load and warm up, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  MODEL_LOAD_TIMEOUT_SECONDS: number = 60;

  @Variable('Requests that may wait for one model version; one more is answered 503.')
  @IsInt()
  @Min(1)
  @Max(100_000)
  MAX_REQUEST_QUEUE_SIZE: number = 100;

  @Variable('Bytes that may wait for one model version, in MB.')
  @IsInt()
  @Min(1)
  @Max(65_536)
  MAX_REQUEST_QUEUE_MB: number = 256;

  @Variable('Longest time for a request, waiting included, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  REQUEST_TIMEOUT_SECONDS: number = 30;

  @Variable('Longest time inside an executor for one request, in seconds.')
  @IsInt()
  @Min(1)
  @Max(3600)
  INFERENCE_TIMEOUT_SECONDS: number = 30;

  @Variable('Time that an executor gets past a deadline before it is killed, in milliseconds.')
  @IsInt()
  @Min(0)
  @Max(60_000)
  KILL_GRACE_MS: number = 2000;

  @Variable('Largest file, in bytes.')
  @IsInt()
  @Min(1024)
  @Max(1_073_741_824)
  MAX_UPLOAD_SIZE: number = 10_485_760;

  @Variable('Most files in one request.')
  @IsInt()
  @Min(1)
  @Max(1000)
  MAX_UPLOAD_FILES: number = 16;

  @Variable('Most rows of a table in one request.')
  @IsInt()
  @Min(1)
  @Max(10_000)
  MAX_ROWS_PER_REQUEST: number = 10;

  @Variable('Picture formats, decided by content: jpg, jpeg, png, webp, gif, avif.')
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(IMAGE_EXTENSIONS, { each: true })
  ALLOWED_EXTENSIONS: string[] = ['jpg', 'jpeg', 'png', 'webp'];

  @Variable('Largest picture, in megapixels.')
  @IsInt()
  @Min(1)
  @Max(1000)
  MAX_IMAGE_MEGAPIXELS: number = 40;

  @Variable('Longest time to decode one picture, in seconds.')
  @IsInt()
  @Min(1)
  @Max(60)
  DECODE_TIMEOUT_SECONDS: number = 5;

  @Variable('Whether requests are limited per address.')
  @IsBoolean()
  RATE_LIMIT_ENABLED: boolean = true;

  @Variable('Requests that one address may make in a window.')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  RATE_LIMIT_REQUESTS: number = 30;

  @Variable('Length of the window, in seconds.')
  @IsInt()
  @Min(1)
  @Max(86_400)
  RATE_LIMIT_WINDOW: number = 60;

  @Variable(
    'Whether X-Forwarded-For tells the address of the client: only behind exactly one proxy that sets it.',
  )
  @IsBoolean()
  TRUST_PROXY: boolean = false;

  @Variable(
    'Who may call admin routes: `name:token` each, separated by commas. Unset: only requests from the machine itself may.',
    { secret: true },
  )
  @IsArray()
  @Matches(ADMIN_TOKEN, {
    each: true,
    message:
      'each entry of ADMIN_TOKENS must be name:token, the name of 1 to 64 letters, digits and . _ - and not local, guard or manifest, the token of at least 16 characters',
  })
  ADMIN_TOKENS: string[] = [];

  @Variable('Web origins that may call from a browser, separated by commas; * for any.')
  @IsArray()
  @IsString({ each: true })
  CORS_ORIGINS: string[] = [];

  @Variable(
    'Models that /health/ready waits for: `all` required ones (where none is required, one of all), `any` one, or `none`.',
  )
  @IsIn(['all', 'any', 'none'])
  READINESS_STRICT: 'all' | 'any' | 'none' = 'all';

  @Variable('Time between SIGTERM and closing the port, for load balancers to notice, in milliseconds.')
  @IsInt()
  @Min(0)
  @Max(300_000)
  DRAIN_DELAY_MS: number = 5000;

  @Variable('Longest time for requests in progress after the stop signal, in milliseconds.')
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  DRAIN_TIMEOUT_MS: number = 25_000;

  @Variable('Least severe log line that is written.')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL: string = 'info';

  @Variable('`json` for machines, `pretty` for people; `auto` is pretty on a terminal.')
  @IsIn(['auto', 'json', 'pretty'])
  LOG_FORMAT: 'auto' | 'json' | 'pretty' = 'auto';
}

/** The configuration is not usable; `message` names every fault and no value of a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks the environment. An empty variable counts as unset.
 *
 * @throws ConfigError with all faults in one message; it names variables, never their values
 */
export function loadEnv(source: Record<string, string | undefined> = process.env): Env {
  const given: Record<string, string> = {};
  // By name and not by what is there: the rest of the environment, secrets of others included, has no business in `Env`.
  for (const { name } of describeVariables(Env)) {
    const value = source[name];
    if (value !== undefined && value.trim() !== '') given[name] = value;
  }
  const env = plainToInstance(Env, given, { exposeDefaultValues: true });
  const faults = validateSync(env, { stopAtFirstError: true }).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );
  faults.push(...crossChecks(env));
  if (faults.length > 0) throw new ConfigError(faults);
  return env;
}

/** Rules between variables. */
function crossChecks(env: Env): string[] {
  const faults: string[] = [];
  if (env.MAX_UPLOAD_SIZE > env.MAX_REQUEST_QUEUE_MB * 1024 * 1024) {
    faults.push(
      'MAX_UPLOAD_SIZE must not be larger than MAX_REQUEST_QUEUE_MB, or the largest file could never wait',
    );
  }
  return faults;
}
