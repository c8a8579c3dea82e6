/** What happens in a storage, for metrics and log; the storage itself knows neither. */
export interface StorageObserver {
  operation(operation: 'put' | 'get' | 'delete', outcome: 'ok' | 'failed', seconds: number): void;
  /** Objects cannot be kept or sent any more, or for another reason than before. */
  fault(reason: string, cause: unknown): void;
}
