import { setTimeout as delay } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { AppError, type ErrorCode } from '../../common/errors.js';
import { compareResults } from '../../inference/tasks/compare-results.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { VersionComparisons } from '../../models/routing/version-comparisons.js';
import { untilIdle } from '../bulk/until-idle.js';
import { InputsAgain } from '../inputs/input-again.js';
import { PredictionService } from '../prediction.service.js';
import { SAME_ANSWER } from '../same-answer.js';
import { measureChange } from './measure-change.js';
import type { Replayable } from './replay-source.js';
import type { ReplayRow } from './replay-store.js';

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
    private readonly predictions: PredictionService,
    private readonly comparisons: VersionComparisons,
    private readonly inputs: InputsAgain,
  ) {}

  /**
   * @param signal ends the waiting
   * @throws the signal's reason; AppError MODEL_NOT_READY and the like when the version stays away
   */
  async run(prediction: Replayable, version: LoadedVersion, signal: AbortSignal): Promise<ReplayRow> {
    for (let tries = 1; ; tries += 1) {
      await untilIdle(version, this.comparisons, signal, PATIENCE_MS);
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
    const again = await this.inputs.read(prediction.input, version);
    if (!again) return rowOf(prediction, { outcome: 'skipped', errorCode: 'INPUT_NOT_STORED' });
    const { result, stages } = await this.predictions.again(version, again.input, again.options, {
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
