import { join } from 'node:path';

import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { DatabaseService } from '../../database/database.service.js';
import { ModelProvider } from '../model-provider.js';
import { missingVersions } from './routing-faults.js';
import { RoutingMemory } from './routing-memory.js';
import { RoutingStore } from './routing-store.js';
import { RoutingTable } from './routing-table.js';

/** How soon an instance sees what was changed through another one. */
const LOOK_INTERVAL_MS = 2000;

/** Keeps the routing table in step with the database, and the file of the last known routing with the table. */
@Injectable()
export class RoutingSync implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Routing');
  private readonly memory: RoutingMemory;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isKept = true;

  constructor(
    private readonly env: Env,
    private readonly database: DatabaseService,
    private readonly store: RoutingStore,
    private readonly table: RoutingTable,
    private readonly models: ModelProvider,
  ) {
    this.memory = new RoutingMemory(join(env.DATA_DIR, 'routing.json'));
  }

  /** Before any model is loaded: what is remembered decides which versions are served. */
  onModuleInit(): void {
    if (this.env.DATABASE_MODE === 'off') return;
    try {
      this.table.replace(this.memory.recall(), this.table.snapshot());
    } catch (error) {
      this.logger.warn(`the last known routing cannot be read: ${(error as Error).message}`);
    }
    this.table.onChange((model) => this.follow(model));
    this.database.onReady(() => void this.look());
    if (this.database.isReady) void this.look();
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Takes over what the database holds. Never rejects: while it is away the last known routing goes on. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    if (!this.database.isReady) return;
    try {
      const known = this.table.snapshot();
      this.table.replace(await this.store.latestOfAll(), known);
    } catch (error) {
      if (error instanceof AppError && error.code === 'ROUTING_UNAVAILABLE') return;
      this.logger.error(`the routing cannot be read: ${(error as Error).message}`);
    }
  }

  private follow(name: string): void {
    this.keep();
    const record = this.table.known(name);
    const model = this.models.list().find((each) => each.name === name);
    if (!record || !model) return;
    const { revision, action, changedBy, state } = record;
    this.logger.log('routing changed', { model: name, revision, action, by: changedBy, ...state });
    const missing = missingVersions(
      state,
      model.versions.map(({ spec }) => spec.version),
    );
    // The manifest's policy may have left out what the routing names now.
    if (missing.length > 0) void this.models.reload(name).catch(() => undefined);
  }

  private keep(): void {
    try {
      this.memory.keep(this.table.all());
      this.isKept = true;
    } catch (error) {
      if (this.isKept)
        this.logger.warn(`the routing cannot be kept in DATA_DIR: ${(error as Error).message}`);
      this.isKept = false;
    }
  }
}
