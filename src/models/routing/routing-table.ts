import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { requestContext } from '../../common/request-context.js';
import type { VersionState } from '../version-state.js';
import { chooseVersion } from './choose-version.js';
import type { DeclaredRouting } from './declared-routing.js';
import type { RoutingRecord } from './routing-record.js';
import { baselineOf, namedVersions, type RoutingState, sharesOf, versionOf } from './routing-state.js';

/** What of a model has to be known to find the version for a request. */
export interface RoutedModel {
  readonly name: string;
  readonly routing: DeclaredRouting;
  /** Lowest first. */
  readonly versions: readonly RoutedVersion[];
  readonly faults: readonly { readonly version: string | null }[];
}

export interface RoutedVersion {
  readonly spec: { readonly version: string };
  readonly state: VersionState;
  /** An operator unloaded it: no request loads it again. */
  readonly isParked: boolean;
  load(): Promise<void>;
}

/**
 * Where requests go now, by model: the last change that is known of, else what the manifest says. Kept up to date by
 * `RoutingSync`; asked for every request, so it never waits for anything.
 */
@Injectable()
export class RoutingTable {
  private stored = new Map<string, RoutingRecord>();
  /** Decisions of the guard that are not in the database yet. */
  private readonly unstored = new Map<string, RoutingRecord>();
  private readonly listeners: ((model: string) => void)[] = [];

  /** The routing of a model; revision 0 is its manifest's. */
  current({ name, routing }: Pick<RoutedModel, 'name' | 'routing'>): RoutingRecord {
    return this.known(name) ?? manifestRecord(name, routing.state);
  }

  /** The last change that is known of; undefined while the manifest's holds. */
  known(model: string): RoutingRecord | undefined {
    return this.unstored.get(model) ?? this.stored.get(model);
  }

  /** Whether a decision of the guard waits for the database. */
  isUnstored(model: string): boolean {
    return this.unstored.has(model);
  }

  /** Decisions of the guard that wait for the database. */
  waiting(): RoutingRecord[] {
    return [...this.unstored.values()];
  }

  all(): RoutingRecord[] {
    return [...new Map([...this.stored, ...this.unstored]).values()];
  }

  /** Versions that changes name, for those who decide what is served. */
  namedVersions(model: string): string[] {
    const record = this.known(model);
    return record ? namedVersions(record.state) : [];
  }

  /** Takes over a change that is in the database; an older one than is known is left. */
  apply(record: RoutingRecord): void {
    const known = this.stored.get(record.model);
    if (known && known.revision >= record.revision) return;
    this.stored.set(record.model, record);
    this.settle(record);
    this.tell(record.model);
  }

  /** What is known to be in the database; to be taken before the database is asked. */
  snapshot(): ReadonlyMap<string, RoutingRecord> {
    return new Map(this.stored);
  }

  /**
   * Takes over what the database holds, for all models: what it does not hold is forgotten. A change that was applied here while the
   * database was being asked is newer than its answer, and stays.
   *
   * @param known the snapshot from before it was asked
   */
  replace(records: readonly RoutingRecord[], known: ReadonlyMap<string, RoutingRecord>): void {
    const before = this.stored;
    this.stored = new Map(records.map((record) => [record.model, record]));
    for (const [model, record] of before) {
      const isNew = known.get(model) !== record;
      if (isNew && record.revision > (this.stored.get(model)?.revision ?? 0)) this.stored.set(model, record);
    }
    for (const record of records) this.settle(record);
    for (const model of new Set([...before.keys(), ...this.stored.keys()])) {
      if (before.get(model)?.revision !== this.stored.get(model)?.revision) this.tell(model);
    }
  }

  /** Follows a decision of the guard before it is in the database. */
  override(record: RoutingRecord): void {
    this.unstored.set(record.model, record);
    this.tell(record.model);
  }

  /** Gives up a decision of the guard that somebody else's change has made void. */
  dropOverride(model: string): void {
    if (this.unstored.delete(model)) this.tell(model);
  }

  /** Calls `listener` with the name of each model whose routing has changed. */
  onChange(listener: (model: string) => void): void {
    this.listeners.push(listener);
  }

  /**
   * The version for a request: the one that it names, by number or alias, or the one that its share falls on. Requests
   * with one routing key get one version. What is tried and cannot answer is passed over for the baseline.
   *
   * @param target as the request names it
   * @param key of the request in progress when not given
   * @returns undefined when the model has no version at all
   * @throws AppError VERSION_NOT_FOUND for an alias that is not set, MODEL_NOT_READY when what is to answer is not served
   */
  pick(model: RoutedModel, target?: string, key?: string): string | undefined {
    const { state } = this.current(model);
    if (target !== undefined) return this.named(model, state, target);
    const baseline = this.baseline(model);
    if (baseline !== undefined && !isKnown(model, baseline)) throw notServed(model, baseline);
    const shares = sharesOf(state);
    if (shares.length < 2) return baseline;
    const chosen = chooseVersion(shares, model.name, key ?? requestContext()?.routingKey ?? randomUUID());
    return chosen === baseline || canAnswer(model, chosen) ? chosen : baseline;
  }

  /** The version that answers when no other share takes the request; undefined when the model has no version. */
  baseline(model: RoutedModel): string | undefined {
    const { state } = this.current(model);
    const named = baselineOf(state);
    if (named !== undefined) return named;
    const shadow = state.shadow === null ? undefined : versionOf(state, state.shadow);
    const others = model.versions.filter(({ spec }) => spec.version !== shadow);
    const newest =
      others.findLast((version) => version.state === 'ready' && !version.isParked) ??
      others.findLast((version) => !version.isParked) ??
      others.at(-1);
    return newest?.spec.version;
  }

  /** Versions that requests which name none may fall on, the baseline first. */
  answering(model: RoutedModel): string[] {
    const shares = sharesOf(this.current(model).state).filter(({ weight }) => weight > 0);
    const baseline = this.baseline(model);
    const versions = [...(baseline === undefined ? [] : [baseline]), ...shares.map(({ version }) => version)];
    return [...new Set(versions)];
  }

  private named(model: RoutedModel, state: RoutingState, target: string): string {
    const version = versionOf(state, target);
    if (version !== undefined) return version;
    const versions = model.versions.map(({ spec }) => spec.version);
    const available = [...versions, ...Object.keys(state.aliases)];
    throw new AppError('VERSION_NOT_FOUND', { model: model.name, version: target, available });
  }

  private settle({ model, revision }: RoutingRecord): void {
    // A later change was made by somebody who saw more than the guard here did.
    if ((this.unstored.get(model)?.revision ?? Infinity) <= revision) this.unstored.delete(model);
  }

  private tell(model: string): void {
    for (const listener of this.listeners) listener(model);
  }
}

/** What the manifest says, as the first record of a model's history. */
export function manifestRecord(model: string, state: RoutingState): RoutingRecord {
  return {
    model,
    revision: 0,
    state,
    action: 'manifest',
    changedBy: 'manifest',
    changedAt: STARTED_AT,
    reason: null,
    restoredRevision: null,
  };
}

const STARTED_AT = new Date();

/** Whether something of the version lies in the folder, be it broken. */
function isKnown({ versions, faults }: RoutedModel, version: string): boolean {
  return (
    versions.some(({ spec }) => spec.version === version) || faults.some((fault) => fault.version === version)
  );
}

function notServed({ name: model }: RoutedModel, version: string): AppError {
  const reason = `its requests go there, and it is not served; see GET /v1/models/${model}/routing`;
  return new AppError(
    'MODEL_NOT_READY',
    { model, version, state: 'missing', reason },
    { retryAfterSeconds: 30 },
  );
}

/** One that is unloaded is loaded meanwhile; requests do not wait for a version that is only tried. */
function canAnswer(model: RoutedModel, version: string): boolean {
  const found = model.versions.find(({ spec }) => spec.version === version);
  if (!found || found.isParked) return false;
  if (found.state === 'unloaded') void found.load();
  return found.state === 'ready';
}
