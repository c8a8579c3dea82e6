import { constants, copyFile, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';

import type { ExternalFile } from '../onnx-reader/external-data.js';
import { modelDigest } from '../onnx-reader/model-digest.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';

/** Another server may share the folder, so what nobody here uses is kept for a while. */
const KEEP_UNUSED_MS = 24 * 3_600_000;
const MODEL_FILE = 'model.onnx';

/** The files of one version, as they lie in the repository. */
export interface SnapshotSource {
  readonly modelPath: string;
  readonly external: readonly ExternalFile[];
  /** As `modelDigest` tells it. */
  readonly digest: string;
}

/**
 * Private copies of the model files, by digest. Executors load from here, so that one that is replaced hours later gets
 * the very bytes that were checked, whatever has been copied over the file in the repository meanwhile.
 */
export class ModelSnapshots {
  /** @param folder made when it is missing; nothing else may write in it */
  constructor(private readonly folder: string) {}

  /**
   * Copies the files, unless that was done before. File systems that share blocks between copies do so.
   *
   * @returns absolute path of the copied ONNX file, its external data beside it
   * @throws ModelFileError when the files are not the ones that the digest was taken of
   */
  async keep({ modelPath, external, digest }: SnapshotSource): Promise<string> {
    const target = join(this.folder, digest);
    const path = join(target, MODEL_FILE);
    const files = [
      { from: modelPath, name: MODEL_FILE },
      ...external.map(({ path: from, name }) => ({ from, name })),
    ];
    if (await isComplete(target, files)) {
      const now = new Date();
      await utimes(target, now, now);
      return path;
    }
    const draft = join(this.folder, `${digest}.${randomUUID()}.tmp`);
    await mkdir(draft, { recursive: true });
    try {
      for (const { from, name } of files) await copyDurably(from, join(draft, name));
      const copies = external.map((file) => ({ ...file, path: join(draft, file.name) }));
      if ((await modelDigest(join(draft, MODEL_FILE), copies)) !== digest) {
        throw new ModelFileError(
          basename(modelPath),
          'changed while it was being read; is it still being copied?',
        );
      }
      await rm(target, { recursive: true, force: true });
      await rename(draft, target).catch(async (error: NodeJS.ErrnoException) => {
        // Somebody else was quicker with the same bytes.
        if (!(await isComplete(target, files))) throw error;
      });
      return path;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** Removes what nobody has loaded for a day. @param used digests that are served */
  async prune(used: ReadonlySet<string>): Promise<void> {
    const entries = await readdir(this.folder).catch(() => []);
    for (const entry of entries) {
      if (used.has(entry)) continue;
      const path = join(this.folder, entry);
      const stats = await stat(path).catch(() => null);
      if (stats !== null && Date.now() - stats.mtimeMs > KEEP_UNUSED_MS) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }
}

async function isComplete(
  folder: string,
  files: readonly { readonly from: string; readonly name: string }[],
): Promise<boolean> {
  const sizes = await Promise.all(
    files.map(async ({ from, name }) => {
      const [original, copy] = await Promise.all([stat(from), stat(join(folder, name)).catch(() => null)]);
      return copy !== null && copy.size === original.size;
    }),
  );
  return sizes.every(Boolean);
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  // A file that was read-only in the repository must still be removable here, and survive a power cut.
  const handle = await open(to, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
