import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { Seldom } from '../../common/seldom.js';
import type { PictureResult } from '../../inference/tasks/task-io.js';
import { Metrics } from '../../metrics/metrics.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { ModelProvider } from '../../models/model-provider.js';
import { VersionComparisons } from '../../models/routing/version-comparisons.js';
import { newObjectKey } from '../../storage/object-key.js';
import { ObjectKeeper } from '../../storage/object-keeper.js';
import { untilIdle } from '../bulk/until-idle.js';
import { monthOf } from '../history/months.js';
import type { AnswerResult, PredictionInput } from '../prediction.js';
import { drawResult } from './draw-result.js';

const FORMAT = 'jpeg';
const MEDIA_TYPE = 'image/jpeg';
/** What waits to be drawn holds its upload. */
const MAX_WAITING = 64;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
const REMEMBERED_RESULTS = 2000;
/** On a machine that is never idle, answers are drawn all the same: last in the queue, one in so many seconds. */
const PATIENCE_MS = 10_000;
const DEADLINE_MS = 30_000;

interface Waiting {
  readonly model: string;
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly result: PictureResult;
  /** Names the answer among those of this month. */
  readonly name: string;
}

/**
 * Keeps answers drawn on their pictures, for models with `history.store_result: drawn`. They are drawn one after the other
 * behind the answers, when no request waits and a core is free, so nobody waits for them; what comes too fast for that is
 * left out and counted.
 */
@Injectable()
export class ResultKeeper implements OnApplicationShutdown {
  private readonly logger = new Logger('Results');
  private readonly stopping = new AbortController();
  /** By the key of the picture to be. */
  private readonly waiting = new Map<string, Waiting>();
  /** Keys by month and answer: the same answer on the same picture is kept once a month. */
  private readonly keys = new LRUCache<string, string>({ max: REMEMBERED_RESULTS });
  private work: Promise<void> = Promise.resolve();
  private isWorking = false;
  private bytes = 0;
  private readonly warnings = new Seldom();

  constructor(
    private readonly objects: ObjectKeeper,
    private readonly models: ModelProvider,
    private readonly comparisons: VersionComparisons,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Takes an answer over, if its model wants that and there is room.
   *
   * @param answer names picture, version and options: equal ones have equal answers, but for the ids that a session gives
   * @returns the key under which the picture will lie; null when nothing is kept
   */
  keep(
    { spec, derived }: Pick<LoadedVersion, 'spec' | 'derived'>,
    input: PredictionInput,
    result: AnswerResult,
    answer: string,
  ): string | null {
    if (derived.history.storeResult !== 'drawn' || input.kind !== 'image' || !this.objects.isOn) return null;
    const name = `${monthOf(new Date()).name}:${answer}${tracksOf(result)}`;
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const { bytes } = input;
    const isFull = this.waiting.size >= MAX_WAITING || this.bytes + bytes.byteLength > MAX_WAITING_BYTES;
    if (isFull || this.stopping.signal.aborted) {
      this.dropped('too many answers wait to be drawn');
      return null;
    }
    const key = newObjectKey('results', MEDIA_TYPE);
    this.keys.set(name, key);
    this.bytes += bytes.byteLength;
    const { name: model, version } = spec;
    this.waiting.set(key, { model, version, bytes, result: result as PictureResult, name });
    if (!this.isWorking) this.work = this.run();
    return key;
  }

  /** Whether a picture is still to be drawn or to be written. */
  isWaiting(key: string): boolean {
    return this.waiting.has(key) || this.objects.isWaiting(key);
  }

  /** The executors end as well: what waits is not drawn any more. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.work;
    if (this.waiting.size > 0)
      this.logger.warn('answers were not drawn in time', { answers: this.waiting.size });
  }

  private async run(): Promise<void> {
    this.isWorking = true;
    const { signal } = this.stopping;
    // A map is walked in the order of its keys, those that come meanwhile included.
    for (const [key, waiting] of this.waiting) {
      try {
        await this.draw(key, waiting, signal);
      } catch (error) {
        if (signal.aborted) break;
        this.keys.delete(waiting.name);
        this.dropped((error as Error).message);
      }
      this.waiting.delete(key);
      this.bytes -= waiting.bytes.byteLength;
    }
    this.isWorking = false;
  }

  private async draw(key: string, waiting: Waiting, signal: AbortSignal): Promise<void> {
    const version = this.find(waiting);
    const release = version.hold();
    try {
      await untilIdle(version, this.comparisons, signal, PATIENCE_MS);
      const job = {
        deadlineAt: Date.now() + DEADLINE_MS,
        deadlineMs: DEADLINE_MS,
        signal,
        priority: 3 as const,
      };
      const picture = await drawResult(version, waiting.bytes, waiting.result, FORMAT, job);
      const isKept = this.objects.keep('results', picture.bytes, picture.mediaType, key) !== undefined;
      if (!isKept) this.keys.delete(waiting.name);
    } finally {
      release();
    }
  }

  /**
   * Found again for each: the version that answered may have been replaced, and must not be loaded again for this. Any
   * version of the model can draw, since nothing of the model takes part.
   *
   * @throws AppError MODEL_NOT_FOUND; Error when none is ready
   */
  private find({ model, version }: Waiting): LoadedVersion {
    const ready = this.models.get(model).versions.filter(({ state }) => state === 'ready');
    const found = ready.find(({ spec }) => spec.version === version) ?? ready[0];
    if (!found) throw new Error('no version of its model is ready');
    return found;
  }

  private dropped(reason: string): void {
    this.metrics.storedObject('results', 'dropped');
    if (this.warnings.take()) this.logger.warn('an answer is not kept as a picture', { reason });
  }
}

/** The ids of things that are followed, which are drawn too: the same picture has others in another session. */
function tracksOf(result: AnswerResult): string {
  if (!('detections' in result)) return '';
  const ids = result.detections.map(({ track_id: id = null }) => id);
  return ids.every((id) => id === null) ? '' : `:${ids.join(',')}`;
}
