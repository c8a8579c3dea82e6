import { Injectable } from '@nestjs/common';
import { v7, validate } from 'uuid';

import { AppError } from '../../common/errors.js';
import { ModelProvider } from '../../models/model-provider.js';
import type { ReplayFilters } from './replay.entity.js';
import { ReplaySource } from './replay-source.js';
import { type Replay, ReplayStore } from './replay-store.js';
import { ReplayWorker } from './replay-worker.js';
import { type ReplayReport, ReplayReports } from './replay-report.js';

export const DEFAULT_REPLAY_ROWS = 1000;
export const MAX_REPLAY_ROWS = 100_000;

export interface ReplayRequest {
  readonly model: string;
  /** Version or alias that looks again. */
  readonly against: string;
  readonly filters: Omit<ReplayFilters, 'to'> & { readonly to?: string };
  /** 1 to MAX_REPLAY_ROWS. */
  readonly limit: number;
}

/** Makes stored predictions again with another version, and tells what changed. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly models: ModelProvider,
    private readonly source: ReplaySource,
    private readonly store: ReplayStore,
    private readonly reports: ReplayReports,
    private readonly worker: ReplayWorker,
  ) {}

  /**
   * Queues a replay. It takes predictions that are there now: an alias means what it means now, and what comes later is
   * not in it.
   *
   * @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, ALIAS_NOT_FOUND, MODEL_NOT_READY, HISTORY_UNAVAILABLE
   */
  async create({ model, against, filters, limit }: ReplayRequest): Promise<Replay> {
    const { spec } = this.models.resolve(model, against);
    const now = new Date().toISOString();
    const to = filters.to !== undefined && filters.to < now ? filters.to : now;
    const fixed = { ...filters, to };
    const total = await this.source.count(model, fixed, limit);
    const replay = await this.store.insert({
      id: v7(),
      model,
      against: spec.version,
      filters: fixed,
      rowLimit: limit,
      total,
    });
    this.worker.wake();
    return replay;
  }

  /** Newest first. @throws AppError HISTORY_UNAVAILABLE */
  list(): Promise<Replay[]> {
    return this.store.list();
  }

  /** @throws AppError REPLAY_NOT_FOUND, HISTORY_UNAVAILABLE */
  async get(id: string): Promise<{ replay: Replay; report: ReplayReport }> {
    const replay = validate(id) ? await this.store.find(id) : null;
    if (!replay) throw new AppError('REPLAY_NOT_FOUND', { id });
    return { replay, report: await this.reports.of(replay.id) };
  }

  /** What is over stays as it is. @throws AppError REPLAY_NOT_FOUND, HISTORY_UNAVAILABLE */
  async cancel(id: string): Promise<Replay> {
    const replay = validate(id) ? await this.store.cancel(id) : null;
    if (!replay) throw new AppError('REPLAY_NOT_FOUND', { id });
    return replay;
  }
}
