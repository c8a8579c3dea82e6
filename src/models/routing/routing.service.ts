import { Injectable } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import type { LoadedVersion } from '../loaded-version.js';
import type { CatalogModel } from '../model-catalog.js';
import { ModelProvider } from '../model-provider.js';
import { routingFaults } from './routing-faults.js';
import type { RoutingAction, RoutingRecord } from './routing-record.js';
import { isSameRouting, namedVersions, type RoutingState } from './routing-state.js';
import { RoutingStore } from './routing-store.js';
import { manifestRecord, RoutingTable } from './routing-table.js';

/** Changes that come between are rare; so many in a row are a fault. */
const MOST_TRIES = 10;

/** A change that somebody asks for. */
export interface RoutingChange {
  readonly model: string;
  readonly action: RoutingAction;
  readonly changedBy: string;
  /** Revision that the change is based on; undefined for whatever holds. */
  readonly expected: number | undefined;
  readonly reason?: string;
  readonly restoredRevision?: number;
  /** Called again when somebody else was quicker. @throws AppError */
  readonly next: (state: RoutingState) => RoutingState;
}

/** Changes routing: atomically, on record, and only to versions that can answer. */
@Injectable()
export class RoutingService {
  constructor(
    private readonly models: ModelProvider,
    private readonly table: RoutingTable,
    private readonly store: RoutingStore,
  ) {}

  /** @throws AppError MODEL_NOT_FOUND */
  current(name: string): RoutingRecord {
    return this.table.current(this.models.get(name));
  }

  /**
   * Newest first; the last one is the manifest's when the list reaches back to it.
   *
   * @throws AppError MODEL_NOT_FOUND, ROUTING_UNAVAILABLE
   */
  async history(name: string, limit: number): Promise<RoutingRecord[]> {
    const { routing } = this.models.get(name);
    const changes = await this.store.history(name, limit);
    return changes.length < limit ? [...changes, manifestRecord(name, routing.state)] : changes;
  }

  /**
   * Applies a change to what the database holds. Nothing happens when it changes nothing.
   *
   * @throws AppError MODEL_NOT_FOUND, VALIDATION_FAILED, REVISION_MISMATCH, ROUTING_REFUSED, ROUTING_UNAVAILABLE, and as
   *   `next`
   */
  async change(change: RoutingChange): Promise<RoutingRecord> {
    const { model: name, expected, next } = change;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const model = this.models.get(name);
      const last = (await this.store.latest(name)) ?? manifestRecord(name, model.routing.state);
      if (last.revision > 0) this.table.apply(last);
      this.assertRevision(name, expected, last.revision);
      const state = next(last.state);
      assertValid(model, state);
      if (isSameRouting(state, last.state)) return last;
      await this.assertFit(model, last.state, state);
      const record: RoutingRecord = {
        model: name,
        revision: last.revision + 1,
        state,
        action: change.action,
        changedBy: change.changedBy,
        changedAt: new Date(),
        reason: change.reason ?? null,
        restoredRevision: change.restoredRevision ?? null,
      };
      if (await this.store.add(record)) {
        this.table.apply(record);
        return record;
      }
    }
    throw new AppError('ROUTING_REFUSED', { model: name, reason: 'others keep changing it at this moment' });
  }

  /**
   * Brings back an earlier state.
   *
   * @param revision of the state; undefined for the one before the last change
   * @throws AppError as `change`; VALIDATION_FAILED for a revision that there is not
   */
  async rollBack(
    change: Pick<RoutingChange, 'model' | 'changedBy' | 'expected'>,
    revision: number | undefined,
  ): Promise<RoutingRecord> {
    const { routing } = this.models.get(change.model);
    const last = await this.store.latest(change.model);
    if (!last) {
      throw new AppError('VALIDATION_FAILED', {
        faults: ['there is nothing to roll back: the manifest holds and nobody has changed it'],
      });
    }
    // What was brought back is taken for what it was, so that rolling back twice goes back two steps.
    const target = revision ?? Math.max(0, (last.restoredRevision ?? last.revision) - 1);
    const record =
      target === 0
        ? manifestRecord(change.model, routing.state)
        : await this.store.find(change.model, target);
    if (!record) {
      const fault = `'revision' ${target} does not exist; there are 0 (the manifest) to ${last.revision}`;
      throw new AppError('VALIDATION_FAILED', { faults: [fault] });
    }
    return this.change({
      ...change,
      action: 'rollback',
      restoredRevision: target,
      next: () => record.state,
    });
  }

  private assertRevision(model: string, expected: number | undefined, revision: number): void {
    if (expected === undefined || expected === revision) return;
    throw new AppError('REVISION_MISMATCH', { model, expected: String(expected), revision });
  }

  /** A version that is named anew has to be able to answer, and is loaded for that. */
  private async assertFit(model: CatalogModel, before: RoutingState, after: RoutingState): Promise<void> {
    const known = namedVersions(before);
    const moved = Object.keys(after.aliases).filter(
      (alias) => before.aliases[alias] !== after.aliases[alias],
    );
    const fresh = new Set([
      ...namedVersions(after).filter((version) => !known.includes(version)),
      ...moved.map((alias) => after.aliases[alias]!),
    ]);
    for (const version of model.versions.filter(({ spec }) => fresh.has(spec.version))) {
      await assertReady(model.name, version);
    }
  }
}

function assertValid({ versions }: CatalogModel, state: RoutingState): void {
  const available = versions.map(({ spec }) => spec.version);
  const faults = routingFaults(state, available);
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
}

async function assertReady(model: string, version: LoadedVersion): Promise<void> {
  await version.load();
  // What serves already answers its golden samples once more: its files are the ones that it will answer with.
  if (version.state === 'ready') await version.verify();
  if (version.state === 'ready') return;
  const reason = `version ${version.spec.version} is ${version.state}${version.reason ? `: ${version.reason}` : ''}`;
  throw new AppError('ROUTING_REFUSED', { model, reason });
}
