import { Injectable, Logger } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { aggregateFrames } from '../../inference/tasks/aggregate-frames.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { BoundedTasks } from '../bulk/bounded-tasks.js';
import { bulkLimits } from '../bulk/bulk-limits.js';
import { itemError } from '../bulk/item-error.js';
import { itemFacts } from '../bulk/item-facts.js';
import { PredictionDto } from '../dto/prediction.dto.js';
import type { RequestFacts } from '../prediction.js';
import { PredictionService } from '../prediction.service.js';
import { type DecodedFrame, type DecodeLimits, decodeFrames } from './decode-frames.js';
import { type VideoFrameDto, VideoInfoDto, VideoPredictionDto } from './dto/video-prediction.dto.js';
import type { MediaTools } from './ffmpeg-tools.js';
import type { VideoIndex } from './frame-index.js';
import { chooseFrames, type Sampling } from './frame-sampling.js';
import type { VideoFile } from './media-input.js';
import { probeVideo } from './probe-video.js';

/** What to do with a video. */
export interface VideoTask {
  readonly version: LoadedVersion;
  readonly file: VideoFile;
  readonly sampling: Sampling;
  readonly options: TaskOptions;
  readonly facts: RequestFacts;
  /** Aborted, with the error that answers the request, when decoding has to end. */
  readonly ends: AbortSignal;
}

/** A decoder counts the time of all its threads; it may have a few. */
const CORES_OF_A_DECODER = 4;

/** From a file to answers: which frames there are, which are wanted, their pictures, a prediction for each. */
@Injectable()
export class VideoService {
  private readonly logger = new Logger('Video');

  constructor(
    private readonly env: Env,
    private readonly predictions: PredictionService,
  ) {}

  /** @throws AppError as probeVideo and chooseFrames, and what decoding deserves when no frame could be decoded */
  async analyse(tools: MediaTools, task: VideoTask): Promise<VideoPredictionDto> {
    const maxSeconds = this.env.MAX_VIDEO_SECONDS;
    const limits = this.limits();
    const index = await probeVideo(tools.ffprobe, task.file, { ...limits, maxSeconds }, task.ends);
    const wanted = chooseFrames(index, task.sampling, this.env.MAX_VIDEO_FRAMES);
    const items = new Map(wanted.map((frame) => [frame, VideoPredictionDto.frame(index, frame)]));
    const decoded = decodeFrames(tools, task.file, index, wanted, limits, task.ends);
    const fault = await this.predictAll(decoded, items, task);
    return this.answer(index, [...items.values()], fault, task.facts.requestId);
  }

  /** @returns why not every frame was decoded */
  private async predictAll(
    decoded: AsyncIterable<DecodedFrame>,
    items: ReadonlyMap<number, VideoFrameDto>,
    task: VideoTask,
  ): Promise<AppError> {
    const { inFlight, maxBytes, maxWaiting } = bulkLimits(this.env, task.version.spec);
    const tasks = new BoundedTasks(inFlight, maxBytes);
    let fault = new AppError('UNDECODABLE_VIDEO', { reason: 'this frame is damaged or missing' });
    try {
      for await (const { frame, png } of decoded) {
        const item = items.get(frame);
        if (item) await tasks.add(png.length, () => this.predictFrame(item, png, task, maxWaiting));
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.logger.warn('video not decoded to its end', { code: error.code, err: error });
      fault = error;
    } finally {
      await tasks.done();
    }
    return fault;
  }

  private async predictFrame(
    item: VideoFrameDto,
    bytes: Uint8Array,
    { version, options, facts }: VideoTask,
    maxWaiting: number,
  ): Promise<void> {
    try {
      const input = { kind: 'image', bytes } as const;
      const answer = await this.predictions.predict(
        version,
        input,
        options,
        itemFacts(facts, version.spec, maxWaiting),
      );
      item.prediction = PredictionDto.from(answer, facts.requestId);
    } catch (error) {
      item.error = itemError(error, facts.requestId);
    }
  }

  private answer(
    index: VideoIndex,
    frames: VideoFrameDto[],
    fault: AppError,
    requestId: string,
  ): VideoPredictionDto {
    const missing = frames.filter(({ prediction, error }) => !prediction && !error);
    if (missing.length === frames.length || fault.code === 'CLIENT_CLOSED_REQUEST') throw fault;
    for (const item of missing) item.error = itemError(fault, requestId);
    const answered = frames.flatMap(({ time_seconds: seconds, prediction }) =>
      prediction ? [{ seconds, result: prediction.result }] : [],
    );
    return {
      video: VideoInfoDto.from(index),
      frames,
      aggregate: aggregateFrames(answered),
      succeeded: answered.length,
      failed: frames.length - answered.length,
    };
  }

  private limits(): DecodeLimits {
    return {
      maxPixels: this.env.MAX_IMAGE_MEGAPIXELS * 1e6,
      memoryMb: this.env.VIDEO_MEMORY_LIMIT_MB,
      cpuSeconds: this.env.VIDEO_TIMEOUT_SECONDS * CORES_OF_A_DECODER,
    };
  }
}
