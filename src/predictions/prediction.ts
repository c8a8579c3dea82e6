import type { CacheMode } from '../cache/prediction-cache.js';
import type { AppError } from '../common/errors.js';
import type { CacheStatus } from '../common/request-context.js';
import type { JobInput, StageTimings } from '../inference/executor-protocol.js';
import type { Priority } from '../inference/job-queue.js';
import type { JsonTensor } from '../inference/request/json-tensor-result.js';
import type { PictureResult, TabularResult } from '../inference/tasks/task-io.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import type { PictureTrackingDto } from './dto/picture-tracking.dto.js';

/** What a prediction is made from. */
export type PredictionInput = Exclude<JobInput, { kind: 'draw' | 'debug' }>;

/** What the prediction has to know of its request. */
export interface RequestFacts {
  readonly requestId: string;
  /** Unix time in milliseconds. */
  readonly deadlineAt: number;
  /** How long that was from the arrival, in milliseconds. */
  readonly deadlineMs: number;
  /** From the request's Cache-Control: `no-cache` computes anew, `no-store` does not keep the answer either. */
  readonly cacheMode: CacheMode;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Set where nothing may be computed: thrown unless the cache has the answer. */
  readonly unlessKnown?: AppError;
  /** Set for one of many inputs of a request: it waits until fewer than this wait in the queue, and is never refused. */
  readonly maxWaiting?: number;
  /** Lane in the queue of the model; everyone's when not given. */
  readonly priority?: Priority;
  /** The session that it belongs to. */
  readonly session?: InSession | undefined;
  /** The subject that it is about: recorded with it, so that it can be found and erased. */
  readonly subjectId?: string;
}

/** What a session wants to know of predictions made in it. */
export interface InSession {
  readonly id: string;
  /**
   * Called for every answer, before it is sent.
   *
   * @param record writes the answer into the history, as it is told. To be called once, before it is told
   */
  readonly answered: (answer: Answer, record: (told: Answer) => void) => void;
}

/** A session that has a say in what is told of its pictures: it may know which thing a box is. */
export interface TellingSession extends InSession {
  /**
   * Called once for a request, before anything of it is sent or drawn.
   *
   * @param answers in the order of the request; null for what failed
   * @returns what is told, in the same places
   */
  readonly tell: (answers: readonly (Answer | null)[]) => Promise<readonly (Answer | null)[]>;
}

/** Durations of one prediction, in milliseconds. */
export type StageMs = StageTimings & { queue: number };

/** A result with its tensors in JSON's terms. */
export type AnswerResult = PictureResult | TabularResult | { outputs: JsonTensor[] };

/** One answered prediction. */
export interface Answer {
  readonly id: string;
  readonly version: LoadedVersion;
  readonly result: AnswerResult;
  readonly confidenceStatus: 'HIGH' | 'MEDIUM' | 'LOW' | null;
  /** What the user should do when the answer is not sure. */
  readonly retakeMessage: string | null;
  readonly cacheStatus: CacheStatus;
  /** Age of a cached result. */
  readonly ageSeconds: number;
  readonly timingsMs: StageMs & { total: number };
  readonly createdAt: Date;
  /** Of a picture in a session that follows things; its detections then have ids. */
  readonly tracking?: PictureTrackingDto;
}
