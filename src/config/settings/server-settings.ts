import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

import { Variable } from '../variable.decorator.js';

/** The names are those under which the server itself changes things. */
const ADMIN_TOKEN = /^(?!(?:local|guard|manifest):)[A-Za-z0-9._-]{1,64}:[^\s,]{16,}$/;

/** Where the server listens, who may administer it, how it stops and what it logs. */
export abstract class ServerSettings {
  @Variable('Address to listen on; 0.0.0.0 for every interface (the container image sets it).')
  @IsString()
  HOST: string = '127.0.0.1';

  @Variable('TCP port; 0 takes a free one.')
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT: number = 8080;

  @Variable('TCP port of gRPC; 0 takes a free one. Unset: no gRPC.')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65535)
  GRPC_PORT?: number;

  @Variable(
    'Folder for what the server writes: embedded database, spilled history, copies of model files, videos in progress.',
  )
  @IsString()
  DATA_DIR: string = '.data';

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

  @Variable(
    'Whether the server has pages for trying it out in a browser, `/` and `/camera`, and gives out the samples of its models.',
  )
  @IsBoolean()
  PAGES_ENABLED: boolean = true;

  @Variable('Web origins that may call from a browser, separated by commas; * for any.')
  @IsArray()
  @IsString({ each: true })
  CORS_ORIGINS: string[] = [];

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

  @Variable(
    'Stall of the event loop that is logged with a sample of the stack, in milliseconds; after twice that the process ends. 0: never.',
  )
  @IsInt()
  @Min(0)
  @Max(600_000)
  LOOP_STALL_MS: number = 5000;

  @Variable('Least severe log line that is written.')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL: string = 'info';

  @Variable('`json` for machines, `pretty` for people; `auto` is pretty on a terminal.')
  @IsIn(['auto', 'json', 'pretty'])
  LOG_FORMAT: 'auto' | 'json' | 'pretty' = 'auto';
}
