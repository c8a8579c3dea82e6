import { AppError } from '../common/errors.js';

/** Words for faults of the file system that an administrator can mend; others are told by their code. */
const DISK_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "the user's disk quota is used up",
  EROFS: 'the file system is read-only',
  EACCES: 'the folder may not be written',
  EPERM: 'the folder may not be written',
  ENOTDIR: 'a part of the folder is a file',
  ELOOP: 'a part of the folder is a symbolic link',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** The error for whoever asked; the fault itself is for the log only, as it names paths. */
export function storageUnavailable(reason: string, cause?: unknown): AppError {
  return new AppError('STORAGE_UNAVAILABLE', { reason }, { cause, retryAfterSeconds: 5 });
}

/** What a fault of the file system means, without its path. */
export function diskReason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return DISK_FAULTS[code ?? ''] ?? `the folder cannot be used (${code ?? 'unknown fault'})`;
}

/** @returns an AppError as it is, anything else as a fault of the disk */
export function asStorageError(error: unknown): AppError {
  return error instanceof AppError ? error : storageUnavailable(diskReason(error), error);
}

const TOO_LARGE = 'one object may have';

/** @throws AppError STORAGE_UNAVAILABLE when it is larger */
export function assertObjectSize(bytes: Uint8Array, maxBytes: number): void {
  if (bytes.byteLength > maxBytes) throw storageUnavailable(`${TOO_LARGE} ${maxBytes} bytes at most`);
}

/** Whether an error says nothing about the next object. */
export function isAboutOneObject(error: AppError): boolean {
  return String(error.details['reason']).startsWith(TOO_LARGE);
}
