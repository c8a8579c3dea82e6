/** What happens in a storage, for metrics and log; the storage itself knows neither. */
export interface StorageObserver {
  operation(operation: 'put' | 'get' | 'delete', outcome: 'ok' | 'failed', seconds: number): void;
  /** Objects cannot be kept or sent any more, or for another reason than before. */
  fault(reason: string, cause?: unknown): void;
  /** They can again. */
  recovered(): void;
  /** The remote store has taken an object, or will never take it: then it is lost. */
  sent(key: string, outcome: 'sent' | 'rejected', reason?: string): void;
}
