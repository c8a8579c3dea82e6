import { Injectable, Logger } from '@nestjs/common';

import { AppError, type ErrorCode } from '../common/errors.js';
import type { CacheStatus } from '../common/request-context.js';
import { compareResults } from '../inference/tasks/compare-results.js';
import { Metrics } from '../metrics/metrics.js';
import { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import { type ComparisonPlan, VersionComparisons } from '../models/routing/version-comparisons.js';
import type { RequestFacts } from './prediction.js';
import { SAME_ANSWER } from './same-answer.js';

/** An answer with its id in the history. */
export interface IdentifiedResult {
  readonly id: string;
  readonly result: unknown;
}

/** Of a request that is made beside another one: a deadline of its own, its client's leaving means nothing, last in the queue. */
export function factsBeside(facts: RequestFacts): RequestFacts {
  const { signal } = new AbortController();
  return { ...facts, deadlineAt: Date.now() + facts.deadlineMs, signal, priority: 3 };
}

/** Asks another version what one has answered, and records it as made beside that answer. @throws AppError */
export type AskBeside = (partner: LoadedVersion) => Promise<IdentifiedResult>;

/** Failures of a request that was accepted and that are the version's own. */
const VERSION_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'MODEL_INFERENCE_FAILED',
  'MODEL_NOT_READY',
  'INFERENCE_TIMEOUT',
  'INTERNAL_ERROR',
]);
/** Failures that say nothing of a version that was asked what another one had answered. */
const CHANCE_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'QUEUE_FULL',
  'DEADLINE_EXCEEDED',
  'SHUTTING_DOWN',
  'CLIENT_CLOSED_REQUEST',
]);

/** Asks shadows, and the baselines of canaries, what was just answered; nobody waits for it. */
@Injectable()
export class VersionMirror {
  private readonly logger = new Logger('Routing');

  constructor(
    private readonly models: ModelProvider,
    private readonly comparisons: VersionComparisons,
    private readonly metrics: Metrics,
  ) {}

  /** To be called once for every answer; an answer of the cache was compared when it was computed. */
  answered(version: LoadedVersion, answer: IdentifiedResult, cache: CacheStatus, ask: AskBeside): void {
    if (cache === 'HIT' || cache === 'COALESCED') return;
    this.comparisons.answered(version, false);
    const plans = this.comparisons.plan(version);
    if (plans.length === 0) return;
    // The answer goes out first.
    setImmediate(() => {
      for (const plan of plans) {
        this.compare(version, answer, plan, ask).catch((error: Error) =>
          this.logger.error('a comparison failed', { model: version.spec.name, err: error }),
        );
      }
    });
  }

  /** To be called once for every request that a version did not answer. */
  failed(version: LoadedVersion, fault: AppError): void {
    if (VERSION_FAULTS.has(fault.code)) this.comparisons.answered(version, true);
  }

  private async compare(
    answered: LoadedVersion,
    answer: IdentifiedResult,
    { partner: number, candidate }: ComparisonPlan,
    ask: AskBeside,
  ): Promise<void> {
    const { name: model } = answered.spec;
    const partner = this.models
      .list()
      .find((each) => each.name === model)
      ?.versions.find(({ spec }) => spec.version === number);
    if (!partner || !this.comparisons.isAffordable(answered, partner)) {
      this.metrics.comparisonDropped({ model, version: number });
      return;
    }
    const isShadow = number === candidate;
    const release = partner.hold();
    let other: IdentifiedResult;
    try {
      other = await ask(partner);
    } catch (error) {
      const isChance = error instanceof AppError && CHANCE_FAULTS.has(error.code);
      if (isChance || !isShadow) this.metrics.comparisonDropped({ model, version: number });
      else this.comparisons.candidateAnswered(partner, true);
      return;
    } finally {
      release();
    }
    if (isShadow) this.comparisons.candidateAnswered(partner, false);
    const [baseline, tried] = isShadow ? [answered, partner] : [partner, answered];
    const [expected, actual] = isShadow ? [answer, other] : [other, answer];
    this.comparisons.compared(baseline, tried, compareResults(expected.result, actual.result, SAME_ANSWER), {
      answered: answer.id,
      recorded: other.id,
    });
  }
}
