import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import { type MultipartLimits, multipartLimits } from '../../common/multipart-limits.js';
import { Env } from '../../config/env.js';
import { readOptions } from '../../inference/request/task-options.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { clientGone } from '../input/client-gone.js';
import { deadlineOf } from '../input/deadline.js';
import { requestFacts } from '../input/request-facts.js';
import type { VideoPredictionDto } from './dto/video-prediction.dto.js';
import { FfmpegTools, type MediaTools } from './ffmpeg-tools.js';
import { readVideoForm } from './read-video-form.js';
import { readSampling } from './sampling-options.js';
import { VideoSpool } from './video-spool.js';
import { VideoService } from './video.service.js';

const RETRY_AFTER_SECONDS = 5;

/** Translates a video request: what can be refused is refused before the upload, and nothing of it stays behind. */
@Injectable()
export class VideoHandler {
  private readonly limits: MultipartLimits;
  private inProgress = 0;

  constructor(
    private readonly env: Env,
    private readonly tools: FfmpegTools,
    private readonly spool: VideoSpool,
    private readonly videos: VideoService,
  ) {
    this.limits = { ...multipartLimits(env), fileSize: env.MAX_VIDEO_SIZE };
  }

  /** @throws AppError as documented on the route */
  async handle(
    version: LoadedVersion,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<VideoPredictionDto> {
    const deadlineMs = deadlineOf(request, this.env.VIDEO_TIMEOUT_SECONDS * 1000, null);
    const gone = clientGone(reply.raw);
    const tools = await this.tools.find();
    this.assertFramesAccepted(version);
    if (this.inProgress >= this.env.MAX_VIDEO_REQUESTS) {
      const limit = this.env.MAX_VIDEO_REQUESTS;
      throw new AppError('VIDEO_BUSY', { limit }, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    this.inProgress += 1;
    const late = new AbortController();
    const fault = new AppError('VIDEO_TIMEOUT', { deadline_ms: deadlineMs });
    const overdue = setTimeout(() => late.abort(fault), deadlineMs);
    try {
      const ends = AbortSignal.any([gone, late.signal]);
      return await this.analyse(tools, version, request, deadlineMs, gone, ends);
    } finally {
      clearTimeout(overdue);
      this.inProgress -= 1;
    }
  }

  private async analyse(
    tools: MediaTools,
    version: LoadedVersion,
    request: FastifyRequest,
    deadlineMs: number,
    gone: AbortSignal,
    ends: AbortSignal,
  ): Promise<VideoPredictionDto> {
    const facts = requestFacts(request, deadlineMs, gone);
    const path = this.spool.newPath();
    try {
      const { file, fields } = await readVideoForm(request, this.spool, path, this.limits, ends);
      const { sampling, rest } = readSampling(fields, this.env.MAX_VIDEO_FRAMES);
      const options = readOptions(rest, version.spec.task);
      return await this.videos.analyse(tools, { version, file, sampling, options, facts, ends });
    } finally {
      await this.spool.remove(path);
    }
  }

  /** Frames are handed on as PNG; an executor decodes nothing but what the configuration allows. */
  private assertFramesAccepted({ spec }: LoadedVersion): void {
    if (spec.task.kind === 'tensor') {
      throw new AppError('NO_INPUT', {
        expected: '"inputs" as JSON at /predict, since this model takes raw tensors and no pictures',
      });
    }
    if (!this.env.ALLOWED_EXTENSIONS.includes('png')) {
      throw new AppError('VIDEO_UNSUPPORTED', { reason: 'ALLOWED_EXTENSIONS has no png, which frames are' });
    }
  }
}
