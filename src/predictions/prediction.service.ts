import { Injectable } from '@nestjs/common';

import { type CachedAnswer, type CachedCall, PredictionCache } from '../cache/prediction-cache.js';
import { predictionCacheKey } from '../cache/prediction-cache-key.js';
import { asFault } from '../common/as-fault.js';
import { AppError } from '../common/errors.js';
import { annotateRequest, type CacheStatus } from '../common/request-context.js';
import { assertFitsJson, jsonTensor } from '../inference/request/json-tensor-result.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { confidenceOf } from '../inference/tasks/confidence.js';
import type { TaskOptions } from '../inference/tasks/task-io.js';
import { Metrics } from '../metrics/metrics.js';
import { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import { submitWhenRoom } from './bulk/submit-when-room.js';
import { newPredictionId } from './history/prediction-id.js';
import type { Answer, PredictionInput, RequestFacts, StageMs } from './prediction.js';
import { digestOf } from './prediction-facts.js';
import { PredictionRecorder } from './prediction-recorder.js';
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
    private readonly metrics: Metrics,
    private readonly mirror: VersionMirror,
    private readonly models: ModelProvider,
    private readonly recorder: PredictionRecorder,
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
    const begun = { id, version, input, inputDigest, options, facts, started };
    try {
      const call = this.callOf(version, options, inputDigest, facts);
      const { value, status, ageSeconds } = facts.unlessKnown
        ? await this.known(call, facts.unlessKnown)
        : await this.cache.through<Cached>(call, (signal) =>
            this.compute(version, input, options, { ...facts, signal }),
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
      this.recorder.answered(begun, answer, call.key);
      this.mirror.answered(version, answer, status, (partner) =>
        this.beside(id, partner, input, options, facts),
      );
      return answer;
    } catch (error) {
      // As when it is refused before its body is read: it never was a prediction.
      if (error === facts.unlessKnown) throw error;
      const fault = asFault(error);
      this.recorder.failed(begun, fault);
      this.mirror.failed(version, fault);
      throw error;
    }
  }

  /**
   * Puts an answer into the cache that nobody has asked for: unrecorded, and no request waits for it.
   *
   * @returns whether it had to be computed
   * @throws AppError as LoadedVersion.submit
   */
  async warm(
    version: LoadedVersion,
    input: PredictionInput,
    options: TaskOptions,
    facts: RequestFacts,
  ): Promise<boolean> {
    const call = { ...this.callOf(version, options, digestOf(input), facts), isUnasked: true };
    if (await this.cache.known<Cached>(call)) return false;
    // Not through the single flight: a request for it would wait for a run at the end of the queue.
    await this.cache.through<Cached>({ ...call, mode: 'refresh' }, (signal) =>
      this.compute(version, input, options, { ...facts, signal }),
    );
    return true;
  }

  /** What is asked of the cache. @throws AppError MODEL_NOT_READY when a model that takes part is not there */
  private callOf(
    version: LoadedVersion,
    options: TaskOptions,
    inputDigest: string,
    facts: RequestFacts,
  ): CachedCall {
    const { enabled, ttlSeconds } = version.derived.cache;
    const others = this.models.dependencies(version).map(({ spec }) => spec);
    return {
      key: predictionCacheKey(version.spec, options, inputDigest, others),
      ttlSeconds,
      mode: enabled ? facts.cacheMode : 'off',
      model: version.spec.name,
      deadlineAt: facts.deadlineAt,
      deadlineMs: facts.deadlineMs,
      signal: facts.signal,
      isSound: isCachedPrediction,
      ...(others.length > 0 && { isCurrent: () => this.hasSameDependencies(version, others) }),
    };
  }

  /** @throws AppError `refusal` when it is not in the cache */
  private async known(call: CachedCall, refusal: AppError): Promise<CachedAnswer<Cached>> {
    const found = await this.cache.known<Cached>(call);
    if (!found) throw refusal;
    return found;
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
    const inputDigest = digestOf(input);
    const begun = { id, version, input, inputDigest, options, facts: own, started, shadowOf: answeredId };
    try {
      const value = await this.compute(version, input, options, own);
      const answer = this.answer(id, version, value, 'BYPASS', 0, started);
      this.recorder.answered(begun, answer, '');
      return answer;
    } catch (error) {
      this.recorder.failed(begun, asFault(error));
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
