import type { IncomingHttpHeaders } from 'node:http';

import { Injectable } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { optionNames, readOptions } from '../inference/request/task-options.js';
import type { NamedTensor } from '../inference/tasks/task-io.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { hasBatchDimension } from '../models/tensor-batch.js';
import { deadlineOf } from '../predictions/input/deadline.js';
import type { InSession, RequestFacts, StageMs } from '../predictions/prediction.js';
import { PredictionService } from '../predictions/prediction.service.js';
import { bindInputs } from './codec/bind-inputs.js';
import { assertRankable, topClasses } from './codec/classification.js';
import { codingOf, unpack } from './codec/content-coding.js';
import { declaredHeaderLength, HEADER_LENGTH } from './codec/header-length.js';
import { readInferRequest } from './codec/infer-request.js';
import type { WireOutput, WireRequest } from './codec/wire-request.js';
import type { InferAnswer } from './codec/infer-response.js';
import { rawInput } from './codec/raw-request.js';
import { readControls } from './codec/request-controls.js';
import {
  assertPictures,
  assertResultWanted,
  isRawPicture,
  pictureFiles,
  pictureInput,
  type PictureLimits,
  RESULT_OUTPUT,
} from './encoded-pictures.js';
import { maxInferBytes } from './raw-body.js';
import { Sequences } from './sequence.js';
import { TensorInference } from './tensor-inference.js';

/** What is known of an infer request beside what it asks, whichever way it came. */
export interface InferCall {
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
  /** How long the client waits, in milliseconds; left out when it does not say. */
  readonly patienceMs?: number;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** A call, and the session that its sequence is. */
type CallInSession = InferCall & { readonly session?: InSession | undefined };

/** What is answered, not yet written. */
export interface InferReply {
  readonly answer: InferAnswer;
  /** Durations of the stages in milliseconds; of the slowest picture when there were several. */
  readonly timingsMs: StageMs & { readonly total: number };
}

const RAW: Pick<WireRequest, 'id' | 'parameters' | 'outputs' | 'binaryByDefault'> = {
  id: null,
  parameters: {},
  outputs: null,
  binaryByDefault: true,
};

/** From an infer request to its outputs: picture files by the model's task, tensors through its graph. */
@Injectable()
export class InferService {
  private readonly pictures: PictureLimits;
  private readonly maxBytes: number;

  constructor(
    private readonly env: Env,
    private readonly tensors: TensorInference,
    private readonly predictions: PredictionService,
    private readonly sequences: Sequences,
  ) {
    this.pictures = {
      maxFiles: env.MAX_UPLOAD_FILES,
      maxBytes: env.MAX_UPLOAD_SIZE,
      extensions: env.ALLOWED_EXTENSIONS,
    };
    this.maxBytes = maxInferBytes(env);
  }

  /**
   * Answers the body of an HTTP request.
   *
   * @throws AppError as documented on the route
   */
  async infer(version: LoadedVersion, packed: Uint8Array, call: InferCall): Promise<InferReply> {
    const coding = codingOf(call.headers['content-encoding']);
    const body = coding ? await unpack(packed, coding, this.maxBytes) : packed;
    const headerLength = declaredHeaderLength(call.headers[HEADER_LENGTH]);
    const { spec } = version;
    if (headerLength !== 0) return this.answer(version, readInferRequest(body, headerLength), call);
    const request = { ...RAW, inputs: [] };
    if (isRawPicture(body, spec)) return this.inferPictures(version, request, [body], [1], call);
    return this.inferTensors(version, { ...RAW, inputs: [rawInput(body, spec.inputs)] }, call);
  }

  /** Answers a request that has been read. @throws AppError as documented on the route */
  async answer(version: LoadedVersion, request: WireRequest, call: InferCall): Promise<InferReply> {
    return this.sequences.within(readControls(request.parameters), (session) =>
      this.run(version, request, { ...call, session }),
    );
  }

  private async run(version: LoadedVersion, request: WireRequest, call: CallInSession): Promise<InferReply> {
    const picture = pictureInput(request.inputs, version.spec);
    if (!picture) return this.inferTensors(version, request, call);
    return this.inferPictures(version, request, pictureFiles(picture, this.pictures), picture.shape, call);
  }

  private async inferTensors(
    version: LoadedVersion,
    request: WireRequest,
    call: CallInSession,
  ): Promise<InferReply> {
    const { spec } = version;
    const inputs = bindInputs(request.inputs, spec.inputs, this.env.MAX_TENSOR_BYTES);
    const wanted = wantedOutputs(request, spec);
    const { outputs, timingsMs } = await this.tensors.run(
      version,
      inputs,
      this.facts(version, request, call),
    );
    const answered = wanted.map(({ name, binary, classes }) => {
      const tensor = outputs.find((output) => output.name === name) as NamedTensor;
      return {
        tensor: classes === null ? tensor : classify(tensor, classes, spec),
        binary: binary ?? request.binaryByDefault,
      };
    });
    return { answer: answerOf(version, request, answered, {}), timingsMs };
  }

  private async inferPictures(
    version: LoadedVersion,
    request: WireRequest,
    files: readonly Uint8Array[],
    shape: readonly number[],
    call: CallInSession,
  ): Promise<InferReply> {
    assertPictures(files, this.pictures);
    assertResultWanted(request.outputs);
    const { task } = version.spec;
    const { others } = readControls(request.parameters);
    const known = Object.entries(others).filter(([name]) => optionNames(task).includes(name));
    const options = readOptions(Object.fromEntries(known), task);
    const facts = this.facts(version, request, call);
    const answers = await Promise.all(
      files.map((bytes) => this.predictions.predict(version, { kind: 'image', bytes }, options, facts)),
    );
    const [first] = answers;
    if (!first) throw new AppError('INTERNAL_ERROR');
    const slowest = answers.reduce((a, b) => (a.timingsMs.total > b.timingsMs.total ? a : b), first);
    const data = answers.map(({ result }) => JSON.stringify(result));
    const tensor: NamedTensor = { name: RESULT_OUTPUT, type: 'string', dims: shape, data };
    const binary = request.outputs?.[0]?.binary ?? request.binaryByDefault;
    const parameters =
      answers.length > 1
        ? {}
        : {
            prediction_id: first.id,
            cached: first.cacheStatus === 'HIT',
            ...(first.confidenceStatus === null ? {} : { confidence_status: first.confidenceStatus }),
            ...(first.retakeMessage === null ? {} : { retake_message: first.retakeMessage }),
            ...(version.derived.notice === null ? {} : { notice: version.derived.notice }),
          };
    return {
      answer: answerOf(version, request, [{ tensor, binary }], parameters),
      timingsMs: slowest.timingsMs,
    };
  }

  private facts(version: LoadedVersion, { parameters }: WireRequest, call: CallInSession): RequestFacts {
    const { timeoutMs, priority } = readControls(parameters);
    const serverMs = this.env.REQUEST_TIMEOUT_SECONDS * 1000;
    const { deadlineMs: modelMs } = version.spec.execution;
    const limitMs = Math.min(serverMs, timeoutMs ?? serverMs, call.patienceMs ?? serverMs);
    const deadlineMs = deadlineOf(call, limitMs, modelMs);
    return {
      requestId: call.requestId,
      deadlineAt: Date.now() + deadlineMs,
      deadlineMs,
      cacheMode: 'use',
      signal: call.signal,
      priority,
      session: call.session,
    };
  }
}

/** The outputs to answer, in the order of the request. @throws AppError VALIDATION_FAILED for what cannot be had */
function wantedOutputs(request: WireRequest, { outputs }: ModelSpec): readonly WireOutput[] {
  if (request.outputs === null) return outputs.map(({ name }) => ({ name, binary: null, classes: null }));
  const unknown = request.outputs.filter(({ name }) => !outputs.some((output) => output.name === name));
  if (unknown.length === 0) {
    for (const { name, classes } of request.outputs) {
      const info = outputs.find((output) => output.name === name);
      if (info && classes !== null) assertRankable(info);
    }
    return request.outputs;
  }
  const names = outputs.map(({ name }) => name).join(', ');
  const faults = unknown.map(({ name }) => `the model has no output '${name}'; it has ${names}`);
  throw new AppError('VALIDATION_FAILED', { faults });
}

function classify(tensor: NamedTensor, classes: number, spec: ModelSpec): NamedTensor {
  const { task } = spec;
  const labels = 'labels' in task ? task.labels.map(({ name }) => name) : [];
  const hasItems = tensor.dims.length > 1 && (hasBatchDimension(spec) || (tensor.dims[0] as number) > 1);
  return topClasses(tensor, classes, hasItems, labels);
}

function answerOf(
  { spec }: LoadedVersion,
  { id }: WireRequest,
  outputs: InferAnswer['outputs'],
  parameters: InferAnswer['parameters'],
): InferAnswer {
  return { model: spec.name, version: spec.version, id, parameters, outputs };
}
