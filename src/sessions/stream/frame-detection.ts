import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { endRequest, type RequestContext, runInRequestContext } from '../../common/request-context.js';
import { Env } from '../../config/env.js';
import { readOptions } from '../../inference/request/task-options.js';
import { PredictionDto } from '../../predictions/dto/prediction.dto.js';
import { assertPicture } from '../../predictions/input/assert-picture.js';
import { PredictionService } from '../../predictions/prediction.service.js';
import { SessionAllowance } from '../session-allowance.js';
import { SessionDetection } from '../session-detection.js';

/** One picture of a stream. */
export interface Frame {
  /** What its answer calls it. */
  readonly frame: number;
  readonly bytes: Uint8Array;
  /** Unix milliseconds; null: as it arrived. */
  readonly capturedAt: number | null;
  readonly arrivedAt: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a stream asks for, for all of its frames. */
export interface StreamFacts {
  readonly sessionId: string;
  readonly model?: string;
  readonly version?: string;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** Predictions on frames: as POST …/detect with one picture, each a request of its own for limits, deadlines and history. */
@Injectable()
export class FrameDetection implements BeforeApplicationShutdown {
  private readonly inProgress = new Set<Promise<unknown>>();

  constructor(
    private readonly env: Env,
    private readonly allowance: SessionAllowance,
    private readonly detection: SessionDetection,
    private readonly predictions: PredictionService,
  ) {}

  /** What was begun is recorded: no connection waits for it any more. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.inProgress);
  }

  /** @throws AppError as POST …/detect */
  async look(frame: Frame, facts: StreamFacts, requestId: string): Promise<PredictionDto> {
    const looking = this.inOwnContext(frame, facts, requestId);
    this.inProgress.add(looking);
    try {
      return await looking;
    } finally {
      this.inProgress.delete(looking);
    }
  }

  private inOwnContext(frame: Frame, facts: StreamFacts, requestId: string): Promise<PredictionDto> {
    const context: RequestContext = { requestId, method: 'FRAME', startedMs: performance.now() };
    return runInRequestContext(context, () =>
      this.within(frame, facts, requestId).finally(() => endRequest(context)),
    );
  }

  private async within(frame: Frame, facts: StreamFacts, requestId: string): Promise<PredictionDto> {
    const { signal, ...asked } = facts;
    const { bytes, capturedAt, arrivedAt } = frame;
    if (bytes.length === 0) throw new AppError('EMPTY_FILE', { filename: 'frame' });
    assertPicture(bytes, this.env.ALLOWED_EXTENSIONS);
    await this.allowance.take(asked.sessionId);
    const times = capturedAt === null ? [] : [capturedAt];
    const { body } = await this.detection.within({ ...asked, times, arrivedAt }, async (version, session) => {
      const { spec } = version;
      if (spec.task.kind === 'tabular' || spec.task.kind === 'tensor') {
        throw new AppError('NO_INPUT', {
          expected: `rows or tensors: model '${spec.name}' takes no pictures`,
        });
      }
      const serverLimitMs = this.env.REQUEST_TIMEOUT_SECONDS * 1000;
      const deadlineMs = Math.min(serverLimitMs, spec.execution.deadlineMs ?? serverLimitMs);
      const predicted = await this.predictions.predict(
        version,
        { kind: 'image', bytes },
        readOptions(frame.options, spec.task),
        { requestId, deadlineAt: Date.now() + deadlineMs, deadlineMs, cacheMode: 'use', signal, session },
      );
      const [answer] = await session.tell([predicted]);
      return PredictionDto.from(answer ?? predicted, requestId);
    });
    return body;
  }
}
