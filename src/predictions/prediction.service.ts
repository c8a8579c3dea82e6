import { Injectable } from '@nestjs/common';

import { PredictionCache } from '../cache/prediction-cache.js';
import { predictionCacheKey } from '../cache/prediction-cache-key.js';
import { AppError } from '../common/errors.js';
import { annotateRequest, type CacheStatus } from '../common/request-context.js';
import { assertFitsJson, jsonTensor } from '../inference/request/json-tensor-result.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { confidenceOf } from '../inference/tasks/confidence.js';
import type { PictureResult, TaskOptions } from '../inference/tasks/task-io.js';
import { Metrics } from '../metrics/metrics.js';
import { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import { submitWhenRoom } from './bulk/submit-when-room.js';
import { HistoryWriter } from './history/history-writer.js';
import { newPredictionId } from './history/prediction-id.js';
import { InputKeeper } from './inputs/input-keeper.js';
import type { Answer, PredictionInput, RequestFacts, StageMs } from './prediction.js';
import { digestOf, labelsOf } from './prediction-facts.js';
import { asFault, predictionOutcome } from './prediction-outcome.js';
import { factsBeside, type IdentifiedResult, VersionMirror } from './version-mirror.js';

/** What the cache keeps: everything of an answer that does not belong to one request. */
type Cached = Pick<Answer, 'result' | 'confidenceStatus' | 'retakeMessage'> & { readonly stages: StageMs };

const STAGES = ['queue', 'decode', 'preprocess', 'run', 'postprocess'] as const;
const NO_STAGES: StageMs = { queue: 0, decode: 0, preprocess: 0, run: 0, postprocess: 0 };

/** One prediction from input to answer: cache, engine, history, metrics. Knows nothing of HTTP. */
@Injectable()
export class PredictionService {
  constructor(
    private readonly cache: PredictionCache,
    private readonly history: HistoryWriter,
    private readonly metrics: Metrics,
    private readonly mirror: VersionMirror,
    private readonly models: ModelProvider,
    private readonly inputs: InputKeeper,
  ) {}

  /**
   * Answers one input and records it, success or not.
   *
   * @throws AppError what the input deserves, or as LoadedVersion.submit
   */
  async predict(
    version: LoadedVersion,
    input: PredictionInput,
    options: TaskOptions,
    facts: RequestFacts,
  ): Promise<Answer> {
    const started = performance.now();
    const id = newPredictionId();
    const inputDigest = digestOf(input);
    const record = this.recorder(version, id, input, options, inputDigest, facts, started);
    try {
      const { enabled, ttlSeconds } = version.derived.cache;
      const others = this.models.dependencies(version).map(({ spec }) => spec);
      const { value, status, ageSeconds } = await this.cache.through<Cached>(
        {
          key: predictionCacheKey(version.spec, options, inputDigest, others),
          ttlSeconds,
          mode: enabled ? facts.cacheMode : 'off',
          model: version.spec.name,
          deadlineAt: facts.deadlineAt,
          deadlineMs: facts.deadlineMs,
          signal: facts.signal,
          isSound: isCachedPrediction,
          ...(others.length > 0 && { isCurrent: () => this.hasSameDependencies(version, others) }),
        },
        (signal) => this.compute(version, input, options, { ...facts, signal }),
      );
      const answer = this.answer(id, version, value, status, ageSeconds, started);
      countCacheUse(version, answer);
      annotateRequest({
        model: version.spec.name,
        version: version.spec.version,
        cache: status,
        timings: { ...answer.timingsMs },
        predictionId: id,
      });
      record(answer, null);
      facts.session?.answered(answer);
      this.mirror.answered(version, answer, status, (partner) =>
        this.beside(id, partner, input, options, facts),
      );
      return answer;
    } catch (error) {
      const fault = asFault(error);
      record(null, fault);
      this.mirror.failed(version, fault);
      throw error;
    }
  }

  /** Makes a prediction again: uncached, unrecorded, no prediction of its own. @throws AppError as LoadedVersion.submit */
  again(
    version: LoadedVersion,
    input: PredictionInput,
    options: TaskOptions,
    facts: RequestFacts,
  ): Promise<Pick<Cached, 'result' | 'stages'>> {
    return this.compute(version, input, options, facts);
  }

  /** Makes and records a prediction that is only compared with another one: uncached, and with a deadline of its own. */
  private async beside(
    answeredId: string,
    version: LoadedVersion,
    input: PredictionInput,
    options: TaskOptions,
    facts: RequestFacts,
  ): Promise<IdentifiedResult> {
    const started = performance.now();
    const id = newPredictionId();
    const own = factsBeside(facts);
    const record = this.recorder(version, id, input, options, digestOf(input), own, started, answeredId);
    try {
      const value = await this.compute(version, input, options, own);
      const answer = this.answer(id, version, value, 'BYPASS', 0, started);
      record(answer, null);
      return answer;
    } catch (error) {
      record(null, asFault(error));
      throw error;
    }
  }

  /** A model that takes part may have been replaced between the making of the key and the answer. */
  private hasSameDependencies(version: LoadedVersion, before: readonly ModelSpec[]): boolean {
    try {
      const now = this.models.dependencies(version);
      return now.length === before.length && now.every(({ spec }, index) => spec === before[index]);
    } catch {
      return false;
    }
  }

  /** Draws an answer on its picture; the executor does it, so that this process never decodes anything. */
  async draw(
    version: LoadedVersion,
    bytes: Uint8Array,
    result: PictureResult,
    format: 'png' | 'jpeg',
    facts: RequestFacts,
  ): Promise<{ bytes: Uint8Array; mediaType: string }> {
    const { deadlineAt, deadlineMs, signal } = facts;
    const success = await version.submit({
      input: { kind: 'draw', bytes, result, format },
      options: {},
      deadlineAt,
      deadlineMs,
      signal,
    });
    if (success.output.kind !== 'picture') throw new AppError('INTERNAL_ERROR');
    return success.output;
  }

  private async compute(
    version: LoadedVersion,
    input: PredictionInput,
    options: TaskOptions,
    facts: RequestFacts,
  ): Promise<Cached> {
    const { deadlineAt, deadlineMs, signal, priority, maxWaiting } = facts;
    const job = { input, options, deadlineAt, deadlineMs, signal, priority };
    const success = await (maxWaiting === undefined
      ? version.submit(job)
      : submitWhenRoom(version, job, maxWaiting));
    if (success.output.kind !== 'result') throw new AppError('INTERNAL_ERROR');
    const { result } = success.output;
    const { spec } = version;
    const stages: StageMs = { queue: success.queueMs, ...success.timings };
    for (const stage of STAGES) {
      this.metrics.stage({ model: spec.name, version: spec.version, stage }, stages[stage] / 1000);
    }
    if ('outputs' in result) assertFitsJson(result.outputs);
    const confidence = confidenceOf(result, 'confidence' in spec.task ? spec.task.confidence : null);
    return {
      result: 'outputs' in result ? { outputs: result.outputs.map(jsonTensor) } : result,
      confidenceStatus: confidence?.confidence_status ?? null,
      retakeMessage: confidence?.retake_message ?? null,
      stages,
    };
  }

  private answer(
    id: string,
    version: LoadedVersion,
    value: Cached,
    cacheStatus: CacheStatus,
    ageSeconds: number,
    started: number,
  ): Answer {
    // A cached answer spent no time in the engine; saying otherwise would make every dashboard wrong.
    const stages = cacheStatus === 'HIT' ? NO_STAGES : value.stages;
    const timingsMs = { ...stages, total: performance.now() - started };
    return {
      id,
      version,
      result: value.result,
      confidenceStatus: value.confidenceStatus,
      retakeMessage: value.retakeMessage,
      cacheStatus,
      ageSeconds,
      timingsMs,
      createdAt: new Date(),
    };
  }

  /** Makes the function that writes history and metrics once the outcome is known. */
  private recorder(
    version: LoadedVersion,
    id: string,
    input: PredictionInput,
    options: TaskOptions,
    inputDigest: string,
    facts: RequestFacts,
    started: number,
    shadowOf: string | null = null,
  ): (answer: Answer | null, fault: AppError | null) => void {
    return (answer, fault) => {
      const { name, version: number, digest, task } = version.spec;
      const totalMs = performance.now() - started;
      if (shadowOf === null) {
        const outcome = predictionOutcome(fault, answer?.cacheStatus === 'HIT');
        this.metrics.prediction({ model: name, version: number, outcome }, totalMs / 1000);
      }
      const { history } = version.derived;
      if (!history.enabled) return;
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
        storedInput: shadowOf === null ? this.inputs.keep(version, input, options, inputDigest) : null,
      });
    };
  }
}

/** Whether what the cache gave is what it was given: a damaged value is a miss and never an answer. */
function isCachedPrediction(value: unknown): boolean {
  const { result, stages } = value as Partial<Cached>;
  return (
    typeof result === 'object' &&
    result !== null &&
    typeof stages === 'object' &&
    STAGES.every((stage) => typeof stages[stage] === 'number')
  );
}

/** For the statistics of the version: a miss is what is left of the request's time without the engine's. */
function countCacheUse({ statistics }: LoadedVersion, { cacheStatus, timingsMs }: Answer): void {
  if (cacheStatus === 'HIT') statistics.answeredFromCache(timingsMs.total);
  if (cacheStatus !== 'MISS') return;
  const engineMs = STAGES.reduce((sum, stage) => sum + timingsMs[stage], 0);
  statistics.missedInCache(Math.max(0, timingsMs.total - engineMs));
}
