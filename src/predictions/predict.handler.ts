import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { asFault } from '../common/as-fault.js';
import { AppError } from '../common/errors.js';
import { type MultipartLimits, multipartLimits } from '../common/multipart-limits.js';
import { Env } from '../config/env.js';
import type { TabularSpec } from '../inference/model-spec.js';
import { readTensors } from '../inference/request/json-tensors.js';
import { readOptions } from '../inference/request/task-options.js';
import type { PictureResult, TaskOptions } from '../inference/tasks/task-io.js';
import { LoadedVersion } from '../models/loaded-version.js';
import type { AnswerFormat } from './accept.js';
import { PredictionDto } from './dto/prediction.dto.js';
import { PredictionItemDto, PredictionsDto } from './dto/predictions.dto.js';
import { assertPicture } from './input/assert-picture.js';
import { clientGone } from './input/client-gone.js';
import { deadlineOf } from './input/deadline.js';
import { readJson } from './input/json-body.js';
import { findRows, rowInput } from './input/json-rows.js';
import { readMultipart } from './input/multipart-body.js';
import { requestFacts } from './input/request-facts.js';
import type { PredictBody, Upload } from './input/upload.js';
import type { Answer, PredictionInput, RequestFacts, TellingSession } from './prediction.js';
import { PredictionService } from './prediction.service.js';
import { itemError } from './bulk/item-error.js';
import { drawResult } from './results/draw-result.js';

/** Answer of a predict route: what goes into the body and what into the headers. */
export interface PredictAnswer {
  readonly body: PredictionDto | PredictionsDto | Buffer;
  readonly headers: Record<string, string>;
}

interface NamedInput {
  readonly filename: string;
  readonly input: PredictionInput;
}

/** What a request is, and the session that it belongs to. */
type Facts = RequestFacts & { readonly session?: TellingSession | undefined };

/** One of several inputs, checked when its turn comes: what is wrong with it fails it alone. */
interface LazyInput {
  readonly filename: string;
  /** @throws AppError what the input deserves */
  readonly input: () => PredictionInput;
}

/** Translates a predict request into predictions and back: one input gives one answer, several give a list. */
@Injectable()
export class PredictHandler {
  private readonly limits: MultipartLimits;

  constructor(
    private readonly env: Env,
    private readonly predictions: PredictionService,
  ) {
    this.limits = multipartLimits(env);
  }

  /** @throws AppError as documented on the route */
  async handle(
    version: LoadedVersion,
    request: FastifyRequest,
    reply: FastifyReply,
    format: AnswerFormat,
    session?: TellingSession,
  ): Promise<PredictAnswer> {
    const serverLimitMs = this.env.REQUEST_TIMEOUT_SECONDS * 1000;
    const deadlineMs = deadlineOf(request, serverLimitMs, version.spec.execution.deadlineMs);
    const facts = { ...requestFacts(request, deadlineMs, clientGone(reply.raw)), session };
    const body = request.isMultipart()
      ? await readMultipart(request, this.limits)
      : readJson(request.body, this.limits);
    const { spec } = version;
    if (spec.task.kind === 'tabular') return this.rows(version, spec.task, body, facts);
    const { uploads, tensors, options } = this.split(body, version);
    if (tensors)
      return this.single(
        version,
        { filename: 'inputs', input: { kind: 'tensors', tensors } },
        options,
        facts,
        'json',
      );
    const [only] = uploads;
    if (!only)
      throw new AppError('NO_INPUT', {
        expected: 'a picture: a file in a form, or "image" as base64 in JSON',
      });
    if (uploads.length === 1) return this.single(version, this.picture(only), options, facts, format);
    if (format !== 'json') {
      throw new AppError('NOT_ACCEPTABLE', {
        accept: request.headers.accept ?? '',
        available: ['application/json for several pictures; send one to have it drawn'],
      });
    }
    return this.several(
      version,
      uploads.map((upload) => ({ filename: upload.filename, input: () => this.picture(upload).input })),
      options,
      facts,
    );
  }

  /** Rows of a table, as JSON: `row` or `rows`. */
  private async rows(
    version: LoadedVersion,
    task: TabularSpec,
    body: PredictBody,
    facts: Facts,
  ): Promise<PredictAnswer> {
    if (body.uploads.length > 0) {
      throw new AppError('NO_INPUT', {
        expected: '"row" or "rows" as JSON, since this model takes rows of a table and no pictures',
      });
    }
    const { rows, isList, rest } = findRows(body.fields, this.env.MAX_ROWS_PER_REQUEST);
    const options = readOptions(rest, task);
    const inputs = rows.map((row) => ({
      filename: row.path,
      input: () => rowInput(row, version.spec, task),
    }));
    if (isList) return this.several(version, inputs, options, facts);
    const [{ filename, input }] = inputs as [LazyInput];
    return this.single(version, { filename, input: input() }, options, facts, 'json');
  }

  private split(body: PredictBody, version: LoadedVersion) {
    const { inputs, ...fields } = body.fields;
    const { spec } = version;
    const isTensor = spec.task.kind === 'tensor';
    if (isTensor && body.uploads.length > 0) {
      throw new AppError('NO_INPUT', {
        expected: '"inputs" as JSON, since this model takes raw tensors and no pictures',
      });
    }
    const options = readOptions(isTensor ? fields : body.fields, spec.task);
    return {
      uploads: body.uploads,
      tensors: isTensor ? readTensors(inputs, spec.inputs, this.env.MAX_TENSOR_BYTES) : undefined,
      options,
    };
  }

  /** Refuses what is plainly no picture before it waits for an executor. */
  private picture({ filename, bytes }: Upload): NamedInput {
    if (bytes.length === 0) throw new AppError('EMPTY_FILE', { filename });
    assertPicture(bytes, this.env.ALLOWED_EXTENSIONS);
    return { filename, input: { kind: 'image', bytes } };
  }

  private async single(
    version: LoadedVersion,
    { input }: NamedInput,
    options: TaskOptions,
    facts: Facts,
    format: AnswerFormat,
  ): Promise<PredictAnswer> {
    const predicted = await this.predictions.predict(version, input, options, facts);
    const [told] = (await facts.session?.tell([predicted])) ?? [];
    const answer = told ?? predicted;
    const headers = headersOf(answer);
    if (format === 'json' || input.kind !== 'image') {
      return { body: PredictionDto.from(answer, facts.requestId), headers };
    }
    const result = answer.result as PictureResult;
    const picture = await drawResult(version, input.bytes, result, format, facts);
    const { buffer, byteOffset, byteLength } = picture.bytes;
    return {
      body: Buffer.from(buffer, byteOffset, byteLength),
      headers: { ...headers, 'content-type': picture.mediaType, vary: 'accept' },
    };
  }

  private async several(
    version: LoadedVersion,
    inputs: readonly LazyInput[],
    options: TaskOptions,
    facts: Facts,
  ): Promise<PredictAnswer> {
    const outcomes = await Promise.all(
      inputs.map(async ({ input }): Promise<Answer | AppError> => {
        try {
          return await this.predictions.predict(version, input(), options, facts);
        } catch (error) {
          return asFault(error);
        }
      }),
    );
    const predicted = outcomes.map((outcome) => (outcome instanceof AppError ? null : outcome));
    const answers = (await facts.session?.tell(predicted)) ?? predicted;
    const items = outcomes.map((outcome, index): PredictionItemDto => {
      const item = { index, filename: inputs[index]!.filename };
      if (outcome instanceof AppError) return { ...item, error: itemError(outcome, facts.requestId) };
      return { ...item, prediction: PredictionDto.from(answers[index] ?? outcome, facts.requestId) };
    });
    const succeeded = items.filter(({ prediction }) => prediction).length;
    return { body: { items, succeeded, failed: items.length - succeeded }, headers: {} };
  }
}

function headersOf(answer: Answer): Record<string, string> {
  const stages = Object.entries(answer.timingsMs).map(([stage, ms]) => `${stage};dur=${ms.toFixed(2)}`);
  const headers: Record<string, string> = {
    'x-cache': answer.cacheStatus,
    'x-prediction-id': answer.id,
    'server-timing': stages.join(', '),
  };
  if (answer.cacheStatus === 'HIT') headers['age'] = String(Math.round(answer.ageSeconds));
  return headers;
}
