import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import { multipartLimits } from '../../common/multipart-limits.js';
import { Env } from '../../config/env.js';
import { readOptions } from '../../inference/request/task-options.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { answerFormat } from '../accept.js';
import { assertPicture } from '../input/assert-picture.js';
import { clientGone } from '../input/client-gone.js';
import { deadlineOf } from '../input/deadline.js';
import { readJson } from '../input/json-body.js';
import { readMultipart } from '../input/multipart-body.js';
import { bufferOf, PreprocessDebugDto } from './preprocess-debug.dto.js';

export interface PreprocessDebugAnswer {
  readonly body: PreprocessDebugDto | Buffer;
  readonly headers: Record<string, string>;
}

/**
 * Answers `?debug=preprocess`: the same request as for a prediction, and instead of the answer what the model would see. The
 * model is not run, and nothing is cached or recorded.
 */
@Injectable()
export class PreprocessDebugHandler {
  constructor(private readonly env: Env) {}

  /** @throws AppError VALIDATION_FAILED for another kind of debugging, DEBUG_OFF */
  isAsked({ query }: Pick<FastifyRequest, 'query'>): boolean {
    const { debug } = query as { debug?: unknown };
    if (debug === undefined) return false;
    if (debug !== 'preprocess') {
      const faults = [`debug: must be 'preprocess'; got ${JSON.stringify(debug)}`];
      throw new AppError('VALIDATION_FAILED', { faults });
    }
    if (!this.env.DEBUG_PREPROCESS) throw new AppError('DEBUG_OFF');
    return true;
  }

  /** @throws AppError as a prediction */
  async handle(
    version: LoadedVersion,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PreprocessDebugAnswer> {
    const { spec } = version;
    const format = answerFormat(request.headers.accept, ['json', 'png']);
    const serverLimitMs = this.env.REQUEST_TIMEOUT_SECONDS * 1000;
    const deadlineMs = deadlineOf(request, serverLimitMs, spec.execution.deadlineMs);
    const deadlineAt = Date.now() + deadlineMs;
    const signal = clientGone(reply.raw);
    const bytes = await this.picture(request, version);
    const { output } = await version.submit({
      input: { kind: 'debug', bytes },
      options: {},
      deadlineAt,
      deadlineMs,
      signal,
    });
    if (output.kind !== 'debug') throw new AppError('INTERNAL_ERROR');
    const headers = { 'cache-control': 'no-store', vary: 'accept' };
    if (format === 'png') {
      return { body: bufferOf(output.report.picture), headers: { ...headers, 'content-type': 'image/png' } };
    }
    return { body: PreprocessDebugDto.from(output.report, spec, request.id), headers };
  }

  /** The only picture of the request; its options are checked as if it were to be predicted. */
  private async picture(request: FastifyRequest, { spec }: LoadedVersion): Promise<Uint8Array> {
    if (!('image' in spec.task) || spec.ensemble) {
      const members = spec.ensemble?.members.map(({ model }) => model).join(', ');
      const kind =
        members === undefined ? `of task ${spec.task.kind}` : `made of ${members}: ask one of them`;
      const faults = [`debug: shows what a model of pictures sees; '${spec.name}' is ${kind}`];
      throw new AppError('VALIDATION_FAILED', { faults });
    }
    const limits = multipartLimits(this.env);
    const body = request.isMultipart()
      ? await readMultipart(request, limits)
      : readJson(request.body, limits);
    readOptions(body.fields, spec.task);
    const [only, more] = body.uploads;
    if (!only || more) throw new AppError('NO_INPUT', { expected: 'one picture to look at' });
    if (only.bytes.length === 0) throw new AppError('EMPTY_FILE', { filename: only.filename });
    assertPicture(only.bytes, this.env.ALLOWED_EXTENSIONS);
    return only.bytes;
  }
}
