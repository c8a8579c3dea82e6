import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import { type MultipartLimits, multipartLimits } from '../../common/multipart-limits.js';
import { Env } from '../../config/env.js';
import { readOptions } from '../../inference/request/task-options.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { bulkLimits } from '../bulk/bulk-limits.js';
import type { PredictionsDto } from '../dto/predictions.dto.js';
import { assertPicture } from '../input/assert-picture.js';
import { clientGone } from '../input/client-gone.js';
import { deadlineOf } from '../input/deadline.js';
import { decodePicture, findPictures } from '../input/json-body.js';
import { requestFacts } from '../input/request-facts.js';
import type { PredictionInput } from '../prediction.js';
import { PredictionService } from '../prediction.service.js';
import { runForm } from './batch-form.js';
import { BatchRun } from './batch-run.js';

/** Translates a batch request into predictions and back. */
@Injectable()
export class BatchHandler {
  private readonly limits: MultipartLimits;

  constructor(
    private readonly env: Env,
    private readonly predictions: PredictionService,
  ) {
    const limits = multipartLimits(env);
    const files = env.MAX_BATCH_FILES;
    this.limits = { ...limits, files, parts: files + limits.fields };
  }

  /** @throws AppError as documented on the route */
  async handle(
    version: LoadedVersion,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PredictionsDto> {
    const deadlineMs = deadlineOf(request, this.env.BATCH_TIMEOUT_SECONDS * 1000, null);
    const gone = clientGone(reply.raw);
    const facts = requestFacts(request, deadlineMs, gone);
    const run = new BatchRun(this.predictions, version, facts, bulkLimits(this.env, version.spec));
    try {
      if (request.isMultipart()) await this.form(version, request, run, gone);
      else await this.json(version, request.body, run);
    } finally {
      await run.settled();
    }
    if (run.length === 0) throw nothing(version);
    return run.answer();
  }

  private async form(
    version: LoadedVersion,
    request: FastifyRequest,
    run: BatchRun,
    gone: AbortSignal,
  ): Promise<void> {
    assertTakesPictures(version);
    const reader = {
      options: (fields: Readonly<Record<string, unknown>>) => readOptions(fields, version.spec.task),
      input: (filename: string, bytes: Buffer) => this.picture(filename, bytes),
    };
    await runForm(request, run, reader, this.limits, gone);
  }

  private async json(version: LoadedVersion, body: unknown, run: BatchRun): Promise<void> {
    assertTakesPictures(version);
    const { pictures, fields } = findPictures(body, this.limits.files);
    const options = readOptions(fields, version.spec.task);
    for (const { name: filename, text } of pictures) {
      const input = (): PredictionInput =>
        this.picture(filename, decodePicture(text, filename, this.limits.fileSize));
      await run.add({ filename, bytes: String(text).length, input }, options);
    }
  }

  private picture(filename: string, bytes: Buffer): PredictionInput {
    if (bytes.length === 0) throw new AppError('EMPTY_FILE', { filename });
    assertPicture(bytes, this.env.ALLOWED_EXTENSIONS);
    return { kind: 'image', bytes };
  }
}

/** @throws AppError NO_INPUT */
function assertTakesPictures(version: LoadedVersion): void {
  if (version.spec.task.kind === 'tensor') throw nothing(version);
}

function nothing({ spec }: LoadedVersion): AppError {
  const expected =
    spec.task.kind === 'tensor'
      ? '"inputs" as JSON at /predict, since this model takes raw tensors'
      : 'pictures: files in a form, or "images" as base64 in JSON';
  return new AppError('NO_INPUT', { expected });
}
