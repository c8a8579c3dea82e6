import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';
import { Metrics } from '../../metrics/metrics.js';
import { ModelProvider } from '../model-provider.js';
import type { RoutingRecord } from './routing-record.js';
import { isSameRouting, withdraw } from './routing-state.js';
import { RoutingStore } from './routing-store.js';
import { manifestRecord, RoutingTable } from './routing-table.js';

const RETRY_MS = 2000;

interface Withdrawal {
  readonly model: string;
  readonly candidate: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Takes a candidate out of the traffic at once, database or not: nobody shall wait for a database to be spared a wrong
 * answer. The change is recorded as soon as that is possible.
 */
@Injectable()
export class VersionGuard implements OnApplicationShutdown {
  private readonly logger = new Logger('Routing');
  /** Oldest first. */
  private waiting: Withdrawal[] = [];
  private recording: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly models: ModelProvider,
    private readonly table: RoutingTable,
    private readonly store: RoutingStore,
    private readonly metrics: Metrics,
    database: DatabaseService,
  ) {
    database.onReady(() => void this.record());
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.retry);
    await this.recording;
  }

  /** Does nothing when the candidate is none any more. */
  withdraw(model: string, candidate: string, reason: string): void {
    const { revision, state } = this.table.current(this.models.get(model));
    const next = withdraw(state, candidate);
    if (isSameRouting(next, state)) return;
    const withdrawal: Withdrawal = { model, candidate, reason, at: new Date() };
    this.logger.warn('candidate withdrawn', { model, version: candidate, reason });
    this.metrics.guardRollback({ model, version: candidate });
    this.waiting.push(withdrawal);
    this.table.override({ ...guardRecord(withdrawal, revision + 1), state: next });
    void this.record();
  }

  /** Never rejects: what cannot be recorded now is tried again. */
  private record(): Promise<void> {
    this.recording ??= this.recordAll().finally(() => (this.recording = undefined));
    return this.recording;
  }

  private async recordAll(): Promise<void> {
    clearTimeout(this.retry);
    try {
      for (let next = this.waiting[0]; next; next = this.waiting[0]) {
        if (!(await this.recordOne(next))) continue;
        this.waiting.shift();
        if (!this.waiting.some(({ model }) => model === next.model)) this.table.dropOverride(next.model);
      }
    } catch (error) {
      this.logger.debug(`a withdrawal waits to be recorded: ${(error as Error).message}`);
      this.retry = setTimeout(() => void this.record(), RETRY_MS).unref();
    }
  }

  /** @returns false when somebody else was quicker: it is to be looked at again */
  private async recordOne(withdrawal: Withdrawal): Promise<boolean> {
    const { model, candidate } = withdrawal;
    const known = this.models.list().find(({ name }) => name === model);
    if (!known) return true;
    const last = (await this.store.latest(model)) ?? manifestRecord(model, known.routing.state);
    const state = withdraw(last.state, candidate);
    if (isSameRouting(state, last.state)) {
      if (last.revision > 0) this.table.apply(last);
      return true;
    }
    const record = { ...guardRecord(withdrawal, last.revision + 1), state };
    if (!(await this.store.add(record))) return false;
    this.table.apply(record);
    return true;
  }
}

function guardRecord(
  { model, candidate, reason, at }: Withdrawal,
  revision: number,
): Omit<RoutingRecord, 'state'> {
  return {
    model,
    revision,
    action: 'guard',
    changedBy: 'guard',
    changedAt: at,
    reason: `version ${candidate} was withdrawn: ${reason}`,
    restoredRevision: null,
  };
}
