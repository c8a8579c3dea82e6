import { Injectable } from '@nestjs/common';

import { asFault } from '../common/as-fault.js';
import { AppError } from '../common/errors.js';
import { annotateRequest } from '../common/request-context.js';
import { inputBytes } from '../inference/job-queue.js';
import { jsonTensor } from '../inference/request/json-tensor-result.js';
import type { NamedTensor } from '../inference/tasks/task-io.js';
import { Metrics } from '../metrics/metrics.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { HistoryWriter } from '../predictions/history/history-writer.js';
import { newPredictionId } from '../predictions/history/prediction-id.js';
import type { StoredInput } from '../predictions/history/prediction-record.js';
import { InputKeeper } from '../predictions/inputs/input-keeper.js';
import type { RequestFacts, StageMs } from '../predictions/prediction.js';
import { predictionOutcome } from '../predictions/prediction-outcome.js';
import { factsBeside, type IdentifiedResult, VersionMirror } from '../predictions/version-mirror.js';

const STAGES = ['queue', 'decode', 'preprocess', 'run', 'postprocess'] as const;

/** Outputs with more values than this are recorded by their shapes alone. */
const MAX_RECORDED_VALUES = 256;

/** Raw outputs of one request. */
export interface TensorAnswer {
  readonly id: string;
  readonly outputs: readonly NamedTensor[];
  readonly timingsMs: StageMs & { readonly total: number };
}

/**
 * Raw tensors through a model, recorded like every prediction. Nothing is cached: finding out whether the same tensor
 * came before would cost as much as many a model, and load tools send the same one again and again.
 */
@Injectable()
export class TensorInference {
  constructor(
    private readonly history: HistoryWriter,
    private readonly metrics: Metrics,
    private readonly mirror: VersionMirror,
    private readonly inputs: InputKeeper,
  ) {}

  /** @throws AppError as LoadedVersion.submit */
  async run(version: LoadedVersion, tensors: NamedTensor[], facts: RequestFacts): Promise<TensorAnswer> {
    try {
      const answer = await this.infer(version, tensors, facts, null);
      const { id, timingsMs } = answer;
      const { name: model, version: number } = version.spec;
      annotateRequest({
        model,
        version: number,
        cache: 'BYPASS',
        timings: { ...timingsMs },
        predictionId: id,
      });
      this.mirror.answered(version, comparable(answer), 'BYPASS', async (partner) =>
        comparable(await this.infer(partner, tensors, factsBeside(facts), id)),
      );
      return answer;
    } catch (error) {
      this.mirror.failed(version, asFault(error));
      throw error;
    }
  }

  /** @param shadowOf the answered prediction that this one is only compared with; else null */
  private async infer(
    version: LoadedVersion,
    tensors: NamedTensor[],
    facts: RequestFacts,
    shadowOf: string | null,
  ): Promise<TensorAnswer> {
    const started = performance.now();
    const id = newPredictionId();
    const { name: model, version: number } = version.spec;
    const { deadlineAt, deadlineMs, signal, priority } = facts;
    const input = { kind: 'tensors', tensors } as const;
    const bytes = inputBytes(input);
    const stored = () => (shadowOf === null ? this.inputs.keep(version, input, {}, '') : null);
    try {
      const success = await version.submit({ input, options: {}, deadlineAt, deadlineMs, signal, priority });
      if (success.output.kind !== 'result' || !('outputs' in success.output.result))
        throw new AppError('INTERNAL_ERROR');
      const { outputs } = success.output.result;
      const stages: StageMs = { queue: success.queueMs, ...success.timings };
      for (const stage of STAGES) this.metrics.stage({ model, version: number, stage }, stages[stage] / 1000);
      const answer: TensorAnswer = {
        id,
        outputs,
        timingsMs: { ...stages, total: performance.now() - started },
      };
      this.record(version, answer, bytes, facts, null, shadowOf, stored());
      return answer;
    } catch (error) {
      const timingsMs = { ...NO_STAGES, total: performance.now() - started };
      this.record(version, { id, outputs: [], timingsMs }, bytes, facts, asFault(error), shadowOf, stored());
      throw error;
    }
  }

  private record(
    version: LoadedVersion,
    { id, outputs, timingsMs }: TensorAnswer,
    bytes: number,
    facts: RequestFacts,
    fault: AppError | null,
    shadowOf: string | null,
    storedInput: StoredInput | null,
  ): void {
    const { name: model, version: number, digest } = version.spec;
    const totalMs = timingsMs.total;
    const outcome = predictionOutcome(fault, false);
    if (shadowOf === null) this.metrics.prediction({ model, version: number, outcome }, totalMs / 1000);
    if (!version.derived.history.enabled) return;
    this.history.record({
      id,
      subjectId: null,
      sessionId: facts.session?.id ?? null,
      requestId: facts.requestId,
      model,
      version: number,
      digest,
      task: 'tensor',
      status: fault ? 'failed' : 'succeeded',
      errorCode: fault?.code ?? null,
      label: null,
      score: null,
      labels: [],
      confidenceStatus: null,
      cached: false,
      result: fault ? null : { outputs: small(outputs) },
      inputDigest: null,
      inputBytes: bytes,
      timingsMs: fault ? null : { ...timingsMs },
      totalMs,
      shadowOf,
      storedInput,
      resultKey: null,
    });
  }
}

const NO_STAGES: StageMs = { queue: 0, decode: 0, preprocess: 0, run: 0, postprocess: 0 };

/** With the tensors as they are: no copy is made where nothing is compared. */
const comparable = ({ id, outputs }: TensorAnswer): IdentifiedResult => ({ id, result: { outputs } });

/** Outputs as the history keeps them. */
function small(outputs: readonly NamedTensor[]): object[] {
  const values = outputs.reduce((sum, { data }) => sum + data.length, 0);
  if (values <= MAX_RECORDED_VALUES) return outputs.map(jsonTensor);
  return outputs.map(({ name, type, dims }) => ({ name, datatype: type, shape: [...dims] }));
}
