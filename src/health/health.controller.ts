import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';

import { CacheHealth } from './cache.health.js';
import { DatabaseHealth } from './database.health.js';
import { Drain } from './drain.js';
import { LiveDto } from './live.dto.js';
import { ModelsHealth } from './models.health.js';
import { StorageHealth } from './storage.health.js';

const NO_STORE = ['cache-control', 'no-store'] as const;

/** What orchestrators ask. Exempt from limits and shedding: busy is not dead. */
@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly models: ModelsHealth,
    private readonly database: DatabaseHealth,
    private readonly cache: CacheHealth,
    private readonly storage: StorageHealth,
    private readonly drain: Drain,
  ) {}

  /** Whether the process answers at all. Asks nothing else, so a failure means: restart it. */
  @Get(['health', 'health/live'])
  @Header(...NO_STORE)
  live(): LiveDto {
    return { status: 'ok', live: true, uptime_seconds: Math.round(process.uptime()) };
  }

  /**
   * Whether requests should be sent here: the required models answer and the server is not stopping. The database, Redis
   * or the store of uploads being away makes it `degraded`, which is still 200.
   */
  @Get(['health/ready', 'ready'])
  @HealthCheck()
  @Header(...NO_STORE)
  ready(): Promise<HealthCheckResult> {
    this.refuseWhenDraining();
    return this.health.check([
      () => this.models.ready(),
      () => this.database.ready(),
      () => this.cache.ready(),
      () => this.storage.ready(),
    ]);
  }

  /** 200 for good once every model of the start has been tried; holds the other probes back until then. */
  @Get('health/startup')
  @ApiOkResponse({ type: LiveDto })
  @ApiServiceUnavailableResponse({ description: 'Models are still being loaded.' })
  @Header(...NO_STORE)
  startup(): LiveDto {
    if (!this.models.hasStarted)
      throw new ServiceUnavailableException(report('starting', 'models are being loaded'));
    return this.live();
  }

  /**
   * Runs every ready model on its warm-up input, which has to be answered as at load, and on its golden samples; at most
   * once in 10 seconds. A model that fails a sample serves no longer.
   */
  @Get('health/deep')
  @HealthCheck()
  @Header(...NO_STORE)
  deep(): Promise<HealthCheckResult> {
    this.refuseWhenDraining();
    return this.health.check([
      () => this.models.ready(),
      () => this.models.canary(),
      () => this.database.ready(),
      () => this.cache.ready(),
      () => this.storage.deep(),
    ]);
  }

  private refuseWhenDraining(): void {
    if (this.drain.isDraining)
      throw new ServiceUnavailableException(report('shutting_down', 'the server is stopping'));
  }
}

/** The same shape as terminus' own reports. */
function report(status: string, message: string): object {
  const server = { server: { status: 'down', message } };
  return { status, info: {}, error: server, details: server };
}
