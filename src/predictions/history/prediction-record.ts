/** What a prediction was made from. */
export interface StoredInput {
  /** Of the upload in the store; null for rows and tensors. */
  readonly key: string | null;
  /** `{row}` or `{inputs}` as in a request; null for pictures. */
  readonly data: unknown;
  /** Options of the request, where they are not the model's own. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the history keeps of one prediction. Sizes are bytes, times milliseconds, scores 0-1. */
export interface NewPrediction {
  /** From `newPredictionId`: its time becomes `created_at`. */
  readonly id: string;
  readonly requestId: string;
  /** The session that it was made in. */
  readonly sessionId: string | null;
  /** The subject that it is about. */
  readonly subjectId: string | null;
  readonly model: string;
  readonly version: string;
  /** Digest of the model version: file and manifest. */
  readonly digest: string;
  readonly task: string;
  readonly status: 'succeeded' | 'failed';
  /** Code of the error catalogue when `status` is `failed`. */
  readonly errorCode: string | null;
  /** The best label of the answer and its score. */
  readonly label: string | null;
  readonly score: number | null;
  /** Every distinct label of the answer: what the label filter matches. */
  readonly labels: readonly string[];
  readonly confidenceStatus: 'HIGH' | 'MEDIUM' | 'LOW' | null;
  readonly cached: boolean;
  /** The answer as on the wire: anything that JSON can hold. */
  readonly result: unknown;
  /** SHA-256 of the input, hexadecimal. */
  readonly inputDigest: string | null;
  readonly inputBytes: number | null;
  readonly timingsMs: Readonly<Record<string, number>> | null;
  readonly totalMs: number;
  /** Id of the prediction that was answered, where this one was only made to be compared with it; else null. */
  readonly shadowOf: string | null;
  /** Where its model keeps that; else null. */
  readonly storedInput: StoredInput | null;
  /** Of the answer drawn on its picture, in the store, where its model keeps that; else null. */
  readonly resultKey: string | null;
}

/** One recorded prediction. */
export interface PredictionRecord extends Omit<NewPrediction, 'storedInput'> {
  readonly createdAt: Date;
  /** Whether what it was made from is kept. */
  readonly hasInput: boolean;
}
