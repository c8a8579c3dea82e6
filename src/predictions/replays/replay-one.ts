import { setTimeout as delay } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { AppError, type ErrorCode } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { readTensors } from '../../inference/request/json-tensors.js';
import { readOptions } from '../../inference/request/task-options.js';
import { compareResults } from '../../inference/tasks/compare-results.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { VersionComparisons } from '../../models/routing/version-comparisons.js';
import { ObjectStorage } from '../../storage/object-storage.js';
import { rowInput } from '../input/json-rows.js';
import type { PredictionInput } from '../prediction.js';
import { PredictionService } from '../prediction.service.js';
import { SAME_ANSWER } from '../same-answer.js';
import { measureChange } from './measure-change.js';
import type { Replayable } from './replay-source.js';
import type { ReplayRow } from './replay-store.js';

const PAUSE_MS = 25;
/** On a machine that is never idle a replay goes on all the same, last in the queue, one input in so many seconds. */
const PATIENCE_MS = 10_000;
const DEADLINE_MS = 60_000;
/** Say nothing of the input: the version was not there, or had other things to do. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'QUEUE_FULL',
  'MODEL_NOT_READY',
  'DEADLINE_EXCEEDED',
  'SHUTTING_DOWN',
  'STORAGE_UNAVAILABLE',
]);
const MAX_TRIES = 5;
const RETRY_MS = 1000;
const STAGES = ['decode', 'preprocess', 'run', 'postprocess'] as const;

/** Makes one prediction again with another version, when nobody else needs the machine, and compares. */
@Injectable()
export class ReplayOne {
  constructor(
    private readonly env: Env,
    private readonly predictions: PredictionService,
    private readonly comparisons: VersionComparisons,
    private readonly storage: ObjectStorage,
  ) {}

  /**
   * @param signal ends the waiting
   * @throws the signal's reason; AppError MODEL_NOT_READY and the like when the version stays away
   */
  async run(prediction: Replayable, version: LoadedVersion, signal: AbortSignal): Promise<ReplayRow> {
    for (let tries = 1; ; tries += 1) {
      await this.untilIdle(version, signal);
      try {
        return await this.once(prediction, version, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        if (!PASSING.has(error.code)) return rowOf(prediction, { outcome: 'failed', errorCode: error.code });
        if (tries >= MAX_TRIES) throw error;
      }
      await delay(RETRY_MS * tries, undefined, { signal, ref: false });
    }
  }

  private async once(
    prediction: Replayable,
    version: LoadedVersion,
    signal: AbortSignal,
  ): Promise<ReplayRow> {
    const input = await this.inputOf(prediction, version);
    if (!input) return rowOf(prediction, { outcome: 'skipped', errorCode: 'INPUT_NOT_STORED' });
    const options = { ...readOptions({}, version.spec.task), ...prediction.input.options } as TaskOptions;
    const { result, stages } = await this.predictions.again(version, input, options, {
      requestId: prediction.id,
      deadlineAt: Date.now() + DEADLINE_MS,
      deadlineMs: DEADLINE_MS,
      cacheMode: 'off',
      signal,
      priority: 3,
    });
    const comparison = compareResults(prediction.result, result, SAME_ANSWER);
    const measured = measureChange(prediction.result, result, comparison);
    return rowOf(prediction, {
      ...measured,
      outcome: comparison.agree ? 'agreed' : 'differs',
      latencyShiftMs: latencyShift(prediction, stages),
      // Only changed ones are shown.
      newResult: measured.change > 0 ? result : null,
    });
  }

  /** The input as a request to this version would hold it; undefined when it is not stored any more. */
  private async inputOf(
    { input: { key, data } }: Replayable,
    { spec }: LoadedVersion,
  ): Promise<PredictionInput | undefined> {
    if (key !== null) {
      const object = await this.storage.get(key);
      return object && { kind: 'image', bytes: object.bytes };
    }
    const { row, inputs } = data as { row?: unknown; inputs?: unknown };
    if (row !== undefined && spec.task.kind === 'tabular') {
      return rowInput({ path: 'row', value: row }, spec, spec.task);
    }
    return { kind: 'tensors', tensors: readTensors(inputs, spec.inputs, this.env.MAX_TENSOR_BYTES) };
  }

  /** Until a run would make nobody wait, for at most PATIENCE_MS. */
  private async untilIdle(version: LoadedVersion, signal: AbortSignal): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (!this.comparisons.isAffordable(version, version) && performance.now() < until) {
      await delay(PAUSE_MS, undefined, { signal, ref: false });
    }
    signal.throwIfAborted();
  }
}

function latencyShift(
  { cached, timingsMs }: Replayable,
  stages: Readonly<Record<(typeof STAGES)[number], number>>,
): number | null {
  if (cached || timingsMs === null) return null;
  const before = STAGES.reduce((sum, stage) => sum + (timingsMs[stage] ?? 0), 0);
  return STAGES.reduce((sum, stage) => sum + stages[stage], 0) - before;
}

function rowOf(
  { id, createdAt }: Replayable,
  facts: Partial<ReplayRow> & Pick<ReplayRow, 'outcome'>,
): ReplayRow {
  return {
    predictionId: id,
    predictedAt: createdAt,
    errorCode: null,
    oldLabel: null,
    newLabel: null,
    scoreShift: null,
    latencyShiftMs: null,
    change: 0,
    newResult: null,
    ...facts,
  };
}
