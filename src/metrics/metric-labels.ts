/** A version of a model as a label. Only names from the model registry, so that the number of series is bounded. */
export interface ModelLabels {
  readonly model: string;
  readonly version: string;
}

export type Stage = 'queue' | 'decode' | 'preprocess' | 'run' | 'postprocess';
export type PredictionOutcome = 'ok' | 'cached' | 'client_error' | 'rejected' | 'timeout' | 'failed';
export type CacheResult = 'hit' | 'miss' | 'bypass' | 'coalesced';
export type CacheOperation =
  'get' | 'set' | 'delete' | 'clear' | 'has' | 'count' | 'lease' | 'publish' | 'range';
export type StorageOperation = 'put' | 'get' | 'delete';
/** What became of an object that a prediction left: `rejected` by the remote store, for what it is. */
export type StoredObjectOutcome = 'kept' | 'sent' | 'dropped' | 'rejected';
export type HistoryOutcome = 'written' | 'spilled' | 'dropped';

/** What became of a look at a model's files. */
export type ReloadOutcome = 'unchanged' | 'added' | 'replaced' | 'removed' | 'refused';
