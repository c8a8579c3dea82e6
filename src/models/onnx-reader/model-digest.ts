import { createHash } from 'node:crypto';

import { openRegularFile } from './byte-source.js';
import type { ExternalFile } from './external-data.js';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Identity of a model version's weights and graph: sha256 over the ONNX file and each external file, the latter with
 * name and length so that nothing can move from one file to the next unseen. Streamed.
 *
 * @param files as `externalFiles` answers them, in the order of their names
 * @returns 64 hexadecimal digits; without external files the sha256 of the ONNX file, as `sha256sum` prints it
 * @throws Error when a file vanishes or is replaced by a link
 */
export async function modelDigest(modelPath: string, files: readonly ExternalFile[]): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const add = async (path: string): Promise<void> => {
    const { handle } = await openRegularFile(path);
    try {
      for (;;) {
        const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, null);
        if (bytesRead === 0) return;
        hash.update(chunk.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  };
  await add(modelPath);
  for (const { name, path, sizeBytes } of files) {
    hash.update(`\0${name}\0${sizeBytes}\0`);
    await add(path);
  }
  return hash.digest('hex');
}
