/**
 * A store somewhere else, by keys of ours. Calls throw RemoteFault only. Who makes one stops waiting when
 * its signal is aborted; a store that can ends the request then too.
 */
export interface RemoteStore {
  readonly driver: 's3' | 'cloudinary';
  /** Where objects go, for the log and health: no secret. */
  readonly place: string;
  /** Putting the same object twice leaves one. */
  put(key: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Undefined when there is none. */
  get(key: string, signal: AbortSignal): Promise<Buffer | undefined>;
  /** One that is not there is no fault. */
  delete(key: string, signal: AbortSignal): Promise<void>;
  /** Whether the store is there and lets us in. */
  check(signal: AbortSignal): Promise<void>;
  close(): void;
}
