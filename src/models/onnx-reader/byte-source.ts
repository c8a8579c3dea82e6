import { constants, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Random access to the bytes of a file, so that a reader need not hold it in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Fills `target` from `position` on; answers how many bytes there were. */
  read(target: Uint8Array, position: number): Promise<number>;
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (target, position) => {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return Promise.resolve(part.length);
    },
  };
}

/**
 * Opens a regular file for reading, never through a symbolic link and without waiting for the writer of a pipe.
 *
 * @throws Error with code ELOOP for a symbolic link, or saying that it is no regular file
 */
export async function openRegularFile(path: string): Promise<{ handle: FileHandle; size: number }> {
  // Neither flag exists on Windows, where it is undefined at run time.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('is not a regular file');
    return { handle, size: stats.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Runs `use` on a regular file and closes it afterwards. */
export async function withFileSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const { handle, size } = await openRegularFile(path);
  try {
    return await use({
      size,
      read: async (target, position) => (await handle.read(target, 0, target.length, position)).bytesRead,
    });
  } finally {
    await handle.close();
  }
}
