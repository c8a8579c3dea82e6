/** What an object is: the first part of its key, so that one may give each its own lifetime in a bucket. */
export const OBJECT_KINDS = ['uploads', 'results'] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

export type StorageDriver = 'none' | 'local' | 's3' | 'cloudinary';

export interface StoredObject {
  /** Belongs to the caller. */
  readonly bytes: Buffer;
  /** The one it was put with. */
  readonly contentType: string;
}

export interface StorageStatus {
  readonly driver: StorageDriver;
  /** `degraded`: objects cannot be kept, or wait on this machine until the remote store is back. */
  readonly state: 'off' | 'up' | 'degraded';
  /** What is wrong, in words fit for a person outside; null while nothing is. */
  readonly reason: string | null;
  /** What waits on this machine for the remote store: 0 for other drivers. */
  readonly waiting: { readonly objects: number; readonly bytes: number };
}

/**
 * Where uploads and drawn results are kept, chosen by STORAGE_DRIVER. Keys are generated ({@link newObjectKey}); no name of
 * a client ever becomes part of one. Every call ends by itself: files are small and remote calls have a deadline.
 */
export abstract class ObjectStorage {
  abstract readonly status: StorageStatus;

  /**
   * Keeps bytes durably: when this resolves, a crash loses nothing. With a remote store they lie on this machine's disk
   * until they have been sent, and {@link get} finds them there.
   *
   * @param contentType one of those a key can carry (`object-key.ts`)
   * @param key from `newObjectKey`, for a caller that has to write it down before the bytes are safe; generated otherwise
   * @throws AppError STORAGE_UNAVAILABLE when there is no room (size, quota, disk, spool) or storage is off
   */
  abstract put(
    kind: ObjectKind,
    bytes: Uint8Array,
    contentType: string,
    key?: string,
  ): Promise<{ readonly key: string }>;

  /**
   * Undefined when there is no such object, also for a key that was never one of ours.
   *
   * @throws AppError STORAGE_UNAVAILABLE when the store does not answer, or not in time
   */
  abstract get(key: string): Promise<StoredObject | undefined>;

  /**
   * Removes an object; one that is not there is no fault. With a remote store that is away the removal waits on disk.
   *
   * @throws AppError STORAGE_UNAVAILABLE
   */
  abstract delete(key: string): Promise<void>;

  /**
   * Asks the store itself whether it would take an object.
   *
   * @throws AppError STORAGE_UNAVAILABLE with the reason
   */
  abstract probe(): Promise<void>;
}
