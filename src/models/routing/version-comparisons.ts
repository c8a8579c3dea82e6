import { Injectable } from '@nestjs/common';

import type { Comparison } from '../../inference/tasks/comparison.js';
import { Metrics } from '../../metrics/metrics.js';
import { EngineFactory } from '../engine.factory.js';
import { LoadedVersion } from '../loaded-version.js';
import { type CatalogModel, ModelCatalog } from '../model-catalog.js';
import { CandidateWindow } from './candidate-window.js';
import { type GuardSpec, guardVerdict } from './guard-spec.js';
import { candidatesOf, versionOf } from './routing-state.js';
import { RoutingTable } from './routing-table.js';
import { VersionGuard } from './version-guard.js';

/** What of a version is needed to tell it from another one, and from a later file of the same number. */
export interface ComparedVersion {
  readonly spec: { readonly name: string; readonly version: string; readonly digest: string };
}

/** A candidate on trial, or one whose trial is over. */
export interface Trial {
  readonly candidate: string;
  readonly digest: string;
  readonly role: 'canary' | 'shadow';
  readonly since: Date;
  readonly window: CandidateWindow;
  /** Set when the trial is over, with the guard's reason if it was the guard. */
  ended: { readonly at: Date; readonly reason: string | null } | null;
}

/** How an answer is to be compared. */
export interface ComparisonPlan {
  /** Version to ask beside the one that answered. */
  readonly partner: string;
  readonly baseline: string;
  readonly candidate: string;
}

const isIdle = (version: LoadedVersion): boolean => (version.status().engine?.waiting ?? 0) === 0;

/** Watches candidates: counts their requests, failures and disagreements, and hands over to the guard. */
@Injectable()
export class VersionComparisons {
  /** By model, then by candidate. */
  private readonly trials = new Map<string, Map<string, Trial>>();

  constructor(
    private readonly catalog: ModelCatalog,
    private readonly engines: EngineFactory,
    private readonly table: RoutingTable,
    private readonly guard: VersionGuard,
    private readonly metrics: Metrics,
  ) {
    table.onChange((model) => this.endTrials(model));
  }

  /**
   * What an answer of a version is to be compared with: the baseline's with each shadow's, a canary's with the
   * baseline's. Of a canary's answers all are compared until there are enough to judge by, then a sample.
   */
  plan(version: ComparedVersion): ComparisonPlan[] {
    const model = this.find(version.spec.name);
    if (!model) return [];
    const baseline = this.table.baseline(model);
    const answered = version.spec.version;
    if (baseline === undefined) return [];
    const { state } = this.table.current(model);
    if (answered === baseline) {
      const shadow = state.shadow === null ? undefined : versionOf(state, state.shadow);
      if (shadow === undefined || shadow === baseline) return [];
      return [{ partner: shadow, baseline, candidate: shadow }];
    }
    if (this.roleOf(model, answered) !== 'canary') return [];
    const { minRequests, sample } = model.routing.guard;
    const compared = this.trialOf(model, version)?.window.totals.compared ?? 0;
    if (compared >= minRequests && Math.random() >= sample) return [];
    return [{ partner: baseline, baseline, candidate: answered }];
  }

  /** Whether a version may be asked beside another one without making anybody wait who wants an answer. */
  isAffordable(answered: LoadedVersion, partner: LoadedVersion): boolean {
    if (partner.state === 'unloaded' && !partner.isParked) void partner.load();
    return partner.state === 'ready' && isIdle(partner) && isIdle(answered) && this.engines.hasSpareSlot;
  }

  /** Counts a request that a version answered or failed to. */
  answered(version: ComparedVersion, isFailed: boolean): void {
    const model = this.find(version.spec.name);
    if (!model || candidatesOf(this.table.current(model).state).length === 0) return;
    if (version.spec.version === this.table.baseline(model)) {
      for (const trial of this.running(model.name)) trial.window.baselineAnswered(isFailed);
    } else this.candidateAnswered(version, isFailed);
  }

  /** Counts a request that a candidate answered or failed to, as a canary or as a shadow. */
  candidateAnswered(candidate: ComparedVersion, isFailed: boolean): void {
    const model = this.find(candidate.spec.name);
    const trial = model && this.trialOf(model, candidate);
    if (!model || !trial) return;
    trial.window.candidateAnswered(isFailed);
    this.judge(model, trial);
  }

  /** Counts a comparison. @param ids of the answer that was given, and of the one that was only recorded */
  compared(
    baseline: ComparedVersion,
    candidate: ComparedVersion,
    { agree, differences }: Comparison,
    ids: { readonly answered: string; readonly recorded: string },
  ): void {
    const { name } = candidate.spec;
    const labels = { model: name, baseline: baseline.spec.version, candidate: candidate.spec.version };
    this.metrics.versionsCompared(labels, agree);
    const model = this.find(name);
    const trial = model && this.trialOf(model, candidate);
    if (!model || !trial) return;
    const { answered: predictionId, recorded: comparedPredictionId } = ids;
    trial.window.compared(agree ? null : { predictionId, comparedPredictionId, at: new Date(), differences });
    this.judge(model, trial);
  }

  /** Trials of a model, those that are over too. @throws AppError MODEL_NOT_FOUND */
  report(name: string): {
    readonly baseline: string | null;
    readonly guard: GuardSpec;
    readonly trials: readonly Trial[];
  } {
    const model = this.catalog.get(name);
    return {
      baseline: this.table.baseline(model) ?? null,
      guard: model.routing.guard,
      trials: [...(this.trials.get(name)?.values() ?? [])],
    };
  }

  private judge(model: CatalogModel, trial: Trial): void {
    const reason = guardVerdict(trial.window.totals, model.routing.guard);
    if (reason === null || trial.ended) return;
    trial.ended = { at: new Date(), reason };
    this.guard.withdraw(model.name, trial.candidate, reason);
  }

  /** The running trial of a candidate; a new one for a new candidate, and for a new file of an old one. */
  private trialOf(model: CatalogModel, { spec }: ComparedVersion): Trial | undefined {
    const role = this.roleOf(model, spec.version);
    if (!role) return undefined;
    const trials = this.trials.get(model.name) ?? new Map<string, Trial>();
    const known = trials.get(spec.version);
    if (known && !known.ended && known.digest === spec.digest) return known;
    const { windowSeconds } = model.routing.guard;
    const trial: Trial = {
      candidate: spec.version,
      digest: spec.digest,
      role,
      since: new Date(),
      window: new CandidateWindow(windowSeconds * 1000),
      ended: null,
    };
    this.trials.set(model.name, trials.set(spec.version, trial));
    return trial;
  }

  private roleOf(model: CatalogModel, version: string): Trial['role'] | undefined {
    const { state } = this.table.current(model);
    if (version === this.table.baseline(model) || !candidatesOf(state).includes(version)) return undefined;
    return state.shadow !== null && versionOf(state, state.shadow) === version ? 'shadow' : 'canary';
  }

  private running(model: string): Trial[] {
    return [...(this.trials.get(model)?.values() ?? [])].filter(({ ended }) => !ended);
  }

  private endTrials(name: string): void {
    const model = this.find(name);
    if (!model) return;
    for (const trial of this.running(name)) {
      if (!this.roleOf(model, trial.candidate)) trial.ended = { at: new Date(), reason: null };
    }
  }

  private find(name: string): CatalogModel | undefined {
    return this.catalog.find(name);
  }
}
