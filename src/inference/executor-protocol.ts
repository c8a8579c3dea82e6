import type { WireError } from '../common/errors.js';
import type { ModelSpec } from './model-spec.js';
import type { PreprocessReport } from './preprocess-report.js';
import type { Box, PictureResult, NamedTensor, RowValues, TaskOptions, TaskResult } from './tasks/task-io.js';

/**
 * What the server and an executor process say to each other (Node IPC, `serialization: 'advanced'`, so typed arrays
 * and bigints travel as they are). Raise the number with every change that an old executor would not understand.
 */
export const EXECUTOR_PROTOCOL = 2;

/** Limits of untrusted pictures, from the configuration. */
export interface DecodeLimits {
  /** Accepted formats as sharp names them: jpeg, png, webp, gif, heif (AVIF). */
  readonly formats: readonly string[];
  readonly maxPixels: number;
  readonly timeoutSeconds: number;
}

/** What a process may take in and hand out. */
export interface ExecutorLimits extends DecodeLimits {
  /** Most bytes of raw tensors that one run may answer with: they travel to the server and on to the client. */
  readonly maxTensorBytes: number;
}

/** What one job works on. The bytes are the upload as it came, still encoded. */
export type JobInput =
  | {
      readonly kind: 'image';
      readonly bytes: Uint8Array;
      /** The part to look at, in pixels of the upright picture; the edges are rounded. The whole when absent. */
      readonly region?: Box;
    }
  | { readonly kind: 'tensors'; readonly tensors: readonly NamedTensor[] }
  /** One row of a table, checked, in the order of the features: numbers, or texts for columns that take texts. */
  | { readonly kind: 'row'; readonly values: RowValues }
  /** Shows what the model would see of a picture instead of running it; `region` as for `image`. */
  | { readonly kind: 'debug'; readonly bytes: Uint8Array; readonly region?: Box }
  /** Draws an earlier result on its picture instead of running the model. */
  | {
      readonly kind: 'draw';
      readonly bytes: Uint8Array;
      readonly result: PictureResult;
      readonly format: 'png' | 'jpeg';
    };

export interface ExecutorJob {
  readonly id: number;
  /** Unix time in milliseconds; the executor does not start what is past it. */
  readonly deadlineAt: number;
  /** From the request's arrival to its deadline, in milliseconds: for messages and the retry rule. */
  readonly deadlineMs: number;
  readonly input: JobInput;
  readonly options: TaskOptions;
}

/** Durations inside the executor, in milliseconds. For a batch, `run` is the whole batch's. */
export interface StageTimings {
  decode: number;
  preprocess: number;
  run: number;
  postprocess: number;
}

export type JobOutput =
  | { readonly kind: 'result'; readonly result: TaskResult }
  | { readonly kind: 'debug'; readonly report: PreprocessReport }
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly mediaType: string };

export type JobOutcome =
  | {
      readonly id: number;
      readonly ok: true;
      readonly output: JobOutput;
      readonly timings: StageTimings;
      /** Jobs that ran together with this one, itself included. */
      readonly batchSize: number;
    }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

export type ToExecutor =
  | { readonly type: 'load'; readonly spec: ModelSpec; readonly limits: ExecutorLimits }
  | { readonly type: 'run'; readonly jobs: readonly ExecutorJob[] }
  /** Run the warm-up input again and compare with the outputs remembered at load. */
  | { readonly type: 'probe'; readonly id: number }
  | { readonly type: 'ping'; readonly id: number };

export type FromExecutor =
  | { readonly type: 'hello'; readonly protocol: number; readonly pid: number }
  | {
      readonly type: 'ready';
      readonly loadMs: number;
      readonly warmupMs: number;
      readonly rssMb: number;
      /** Most requests in one run for which the answers were seen to be the same as alone. */
      readonly maxBatch: number;
      /** What an operator may want to know, e.g. why batching is off. */
      readonly notes: readonly string[];
    }
  /** `reason` is for operators: it may hold what onnxruntime said, with paths already taken out. */
  | { readonly type: 'load-failed'; readonly reason: string }
  | { readonly type: 'done'; readonly outcomes: readonly JobOutcome[]; readonly rssMb: number }
  | {
      readonly type: 'probed';
      readonly id: number;
      readonly ok: boolean;
      readonly reason?: string;
      readonly runMs: number;
    }
  | { readonly type: 'pong'; readonly id: number };
