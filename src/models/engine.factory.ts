import { availableParallelism } from 'node:os';

import { Injectable, Logger } from '@nestjs/common';

import { Env } from '../config/env.js';
import { executorEnvironment } from '../config/executor-environment.js';
import type { Admission } from '../inference/admission.js';
import type { EngineObserver } from '../inference/engine-observer.js';
import { EXECUTOR_ENTRY } from '../inference/executor-entry.js';
import { ExecutorGroup, type GroupSettings } from '../inference/executor-group.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { RunSlots } from '../inference/run-slots.js';
import { Metrics } from '../metrics/metrics.js';
import { deriveDefaults } from './derive/derive-defaults.js';
import type { DeriveDefaults } from './derive/derived-version.js';

/** Even one core runs two models side by side, or a long run would hold up every other model. */
const MIN_RUN_SLOTS = 2;

/** Makes the executors of model versions from the configuration; all of them share the cores of this machine. */
@Injectable()
export class EngineFactory {
  private readonly logger = new Logger('Engine');
  private readonly cores = availableParallelism();
  private readonly slots = new RunSlots(Math.max(MIN_RUN_SLOTS, this.cores));
  private readonly settings: GroupSettings;

  constructor(
    private readonly env: Env,
    private readonly metrics: Metrics,
  ) {
    this.settings = {
      executor: {
        entry: EXECUTOR_ENTRY,
        environment: executorEnvironment(),
        limits: {
          formats: decoderFormats(env.ALLOWED_EXTENSIONS),
          maxPixels: env.MAX_IMAGE_MEGAPIXELS * 1e6,
          timeoutSeconds: env.DECODE_TIMEOUT_SECONDS,
          maxTensorBytes: env.MAX_TENSOR_BYTES,
        },
        loadTimeoutMs: env.MODEL_LOAD_TIMEOUT_SECONDS * 1000,
        niceness: env.MODEL_NICE,
      },
      queue: { maxJobs: env.MAX_REQUEST_QUEUE_SIZE, maxBytes: env.MAX_REQUEST_QUEUE_MB * 1048576 },
      inferenceTimeoutMs: env.INFERENCE_TIMEOUT_SECONDS * 1000,
      killGraceMs: env.KILL_GRACE_MS,
      maxRuns: env.MODEL_MAX_RUNS,
    };
  }

  /** What the configuration decides for a model that declares nothing. */
  get defaults(): DeriveDefaults {
    return deriveDefaults(this.env, this.cores);
  }

  /** Whether a run that nobody waits for would leave a slot to those that somebody waits for. */
  get hasSpareSlot(): boolean {
    return this.slots.free > 1;
  }

  /**
   * @param onCrashLoop told when the executors end faster than they can be replaced, and when that is over
   * @param admission decides about every new process
   */
  make(
    spec: ModelSpec,
    onCrashLoop: (isLooping: boolean, reason: string) => void,
    admission?: Admission,
  ): ExecutorGroup {
    return new ExecutorGroup(spec, this.settings, this.slots, this.observe(spec, onCrashLoop), admission);
  }

  private observe(spec: ModelSpec, onCrashLoop: EngineObserver['crashLoop']): EngineObserver {
    const { name: model, version } = spec;
    return {
      batchRun: (size) => this.metrics.batch({ model, version }, size),
      executorCrashed: (reason, delayMs) => {
        this.metrics.executorRestarted({ model, version, reason: 'crash' });
        this.logger.error('executor ended unexpectedly', { model, version, reason, delayMs });
      },
      executorReplaced: (reason) => {
        this.metrics.executorRestarted({ model, version, reason });
        this.logger.warn('executor replaced', { model, version, reason });
      },
      crashLoop: onCrashLoop,
    };
  }
}

/** sharp's names of the formats: AVIF is a HEIF container to it. */
function decoderFormats(extensions: readonly string[]): string[] {
  const formats = extensions.map((extension) => (extension === 'jpg' ? 'jpeg' : extension));
  return [...new Set(formats.map((format) => (format === 'avif' ? 'heif' : format)))];
}
