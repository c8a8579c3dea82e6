import { Injectable } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import type { TaskOptions } from '../inference/tasks/task-io.js';
import type { PredictionOutcome } from '../metrics/metric-labels.js';
import { Metrics } from '../metrics/metrics.js';
import { LoadedVersion } from '../models/loaded-version.js';
import { HistoryWriter } from './history/history-writer.js';
import { InputKeeper } from './inputs/input-keeper.js';
import type { Answer, PredictionInput, RequestFacts } from './prediction.js';
import { labelsOf } from './prediction-facts.js';
import { predictionOutcome } from './prediction-outcome.js';
import { ResultKeeper } from './results/result-keeper.js';

/** A prediction on its way. */
export interface BegunPrediction {
  readonly id: string;
  readonly version: LoadedVersion;
  readonly input: PredictionInput;
  readonly inputDigest: string;
  readonly options: TaskOptions;
  readonly facts: RequestFacts;
  /** On the clock of `performance.now`. */
  readonly started: number;
  /** Id of the prediction that was answered, where this one is only made to be compared with it. */
  readonly shadowOf?: string;
}

/** Writes history and metrics of a prediction once its outcome is known, and has kept what its model wants to keep. */
@Injectable()
export class PredictionRecorder {
  constructor(
    private readonly history: HistoryWriter,
    private readonly metrics: Metrics,
    private readonly inputs: InputKeeper,
    private readonly results: ResultKeeper,
  ) {}

  /**
   * In a session, the session says what is recorded: what it tells may be more than the model said.
   *
   * @param cacheKey names the answer: equal ones are drawn once
   */
  answered(begun: BegunPrediction, answer: Answer, cacheKey: string): void {
    const { facts, shadowOf = null } = begun;
    const { total: totalMs } = answer.timingsMs;
    this.measure(begun, predictionOutcome(null, answer.cacheStatus === 'HIT'), totalMs);
    const record = (told: Answer): void => this.record(begun, told, null, totalMs, cacheKey);
    // Nobody is told what a shadow says.
    if (facts.session && shadowOf === null) facts.session.answered(answer, record);
    else record(answer);
  }

  failed(begun: BegunPrediction, fault: AppError): void {
    const totalMs = performance.now() - begun.started;
    this.measure(begun, predictionOutcome(fault, false), totalMs);
    this.record(begun, null, fault, totalMs, '');
  }

  private measure({ version, shadowOf }: BegunPrediction, outcome: PredictionOutcome, totalMs: number): void {
    if (shadowOf !== undefined) return;
    const { name: model, version: number } = version.spec;
    this.metrics.prediction({ model, version: number, outcome }, totalMs / 1000);
  }

  private record(
    begun: BegunPrediction,
    answer: Answer | null,
    fault: AppError | null,
    totalMs: number,
    cacheKey: string,
  ): void {
    const { id, version, input, inputDigest, options, facts, shadowOf = null } = begun;
    const { name, version: number, digest, task } = version.spec;
    const { history } = version.derived;
    if (!history.enabled || this.history.isOff) return;
    const isOwn = shadowOf === null;
    this.history.record({
      id,
      requestId: facts.requestId,
      sessionId: facts.session?.id ?? null,
      subjectId: facts.subjectId ?? null,
      model: name,
      version: number,
      digest,
      task: task.kind,
      status: fault ? 'failed' : 'succeeded',
      errorCode: fault?.code ?? null,
      ...labelsOf(answer?.result),
      confidenceStatus: answer?.confidenceStatus ?? null,
      cached: answer?.cacheStatus === 'HIT',
      result: answer?.result ?? null,
      inputDigest: history.storeInput === 'none' ? null : inputDigest,
      inputBytes: input.kind === 'image' ? input.bytes.byteLength : null,
      timingsMs: answer ? { ...answer.timingsMs } : null,
      totalMs,
      shadowOf,
      storedInput: isOwn ? this.inputs.keep(version, input, options, inputDigest) : null,
      resultKey: isOwn && answer ? this.results.keep(version, input, answer.result, cacheKey) : null,
    });
  }
}
