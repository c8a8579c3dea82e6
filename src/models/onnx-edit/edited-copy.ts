import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { withFileSource, type ByteSource } from '../onnx-reader/byte-source.js';
import type { ExternalFile } from '../onnx-reader/external-data.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import { readMlGraph } from '../onnx-reader/ml-graph.js';
import { spliced, zipMapSplices, type Splice } from './splices.js';
import { planZipMaps } from './zipmap-plan.js';

/** Raise it with every change of what is written, so that copies of an older server are made anew. */
const EDITOR_VERSION = 1;

/** A model file whose ZipMaps were taken out. */
export interface EditedModel {
  /** Absolute path of the copy, in a folder of its own together with the external data. */
  readonly path: string;
  /** Graph outputs that are tensors float[N, C] now. */
  readonly outputs: readonly string[];
}

/**
 * Makes a copy of a model in which the ZipMaps at its end are Identity, so that onnxruntime-node can fetch the
 * probabilities under the same output names. The weights are copied as bytes. A copy that is there and has exactly the
 * expected bytes is used again; anything else is replaced in one step, so that two servers may share the folder.
 *
 * @param digest of the original with its external data
 * @param folder where copies are kept; made when absent, and may be deleted while no server runs
 * @returns null when the model has no such ZipMap
 * @throws ModelFileError when the copy cannot be written
 */
export async function withoutZipMaps(
  modelPath: string,
  digest: string,
  external: readonly ExternalFile[],
  folder: string,
): Promise<EditedModel | null> {
  try {
    return await withFileSource(modelPath, async (source) => {
      const graph = await readMlGraph(source);
      const plan = planZipMaps(graph);
      if (plan === null) return null;
      const splices = await zipMapSplices(source, graph, plan);
      const home = join(folder, `${digest}-${EDITOR_VERSION}`);
      const path = join(home, 'model.onnx');
      await mkdir(home, { recursive: true });
      for (const file of external) await placeExternal(file, home);
      if (!(await isEqual(path, source, splices))) await write(path, source, splices);
      return { path, outputs: plan.outputs };
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `ends in a ZipMap, and the copy without it cannot be kept in DATA_DIR (${code ?? message})`;
    throw new ModelFileError(basename(modelPath), reason);
  }
}

/** Beside the copy: as a hard link where the file system can, else as a copy. */
async function placeExternal({ name, path, sizeBytes }: ExternalFile, home: string): Promise<void> {
  const target = join(home, name);
  const [wanted, there] = await Promise.all([stat(path), stat(target).catch(() => null)]);
  const isSameFile = there !== null && there.ino === wanted.ino && there.dev === wanted.dev;
  // The folder's name holds the digest of the content; a copy that was cut off has another size.
  if (isSameFile || (there !== null && there.size === sizeBytes && there.mtimeMs >= wanted.mtimeMs)) return;
  const temporary = `${target}.${randomUUID()}`;
  try {
    await link(path, temporary).catch(() => copyFile(path, temporary, constants.COPYFILE_FICLONE));
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function write(path: string, source: ByteSource, splices: readonly Splice[]): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const piece of spliced(source, splices)) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Whether the file is there and has exactly the bytes that would be written. */
async function isEqual(path: string, source: ByteSource, splices: readonly Splice[]): Promise<boolean> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
  if (file === null) return false;
  try {
    let position = 0;
    for await (const piece of spliced(source, splices)) {
      const there = Buffer.alloc(piece.length);
      let filled = 0;
      while (filled < there.length) {
        const { bytesRead } = await file.read(there, filled, there.length - filled, position + filled);
        if (bytesRead === 0) return false;
        filled += bytesRead;
      }
      if (!there.equals(piece)) return false;
      position += piece.length;
    }
    return (await file.stat()).size === position;
  } finally {
    await file.close();
  }
}
