import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { openRegularFile, withFileSource, type ByteSource } from '../onnx-reader/byte-source.js';
import { readMlGraph } from '../onnx-reader/ml-graph.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import type { OnnxFile } from '../onnx-reader/onnx-info.js';
import { readOnnx } from '../onnx-reader/read-onnx.js';
import { splicedSource, zipMapSplices } from './splices.js';
import { planZipMaps } from './zipmap-plan.js';

/** Names the edited file; raise the number with every change of what is written. */
const EDITED_FILE = 'without-zipmap-2.onnx';

const CHUNK_BYTES = 1024 * 1024;

/** A model file whose ZipMaps were taken out. */
export interface EditedModel {
  /** Absolute path of a file that onnxruntime-node can run; the original where nothing was written. */
  readonly path: string;
  /** What the edited file says of itself. */
  readonly file: OnnxFile;
  /** Graph outputs that are tensors float[N, C] or double[N, C] now. */
  readonly outputs: readonly string[];
}

/**
 * Turns the ZipMaps at the end of a model into Identity, so that onnxruntime-node can fetch the probabilities under the
 * same output names. Weights are copied as bytes; external data is found by the edited file as by the original, since it
 * lies beside it. A file that is there and has exactly the expected bytes is used again; anything else is replaced in one
 * step, so that several servers may share the folder.
 *
 * @param name of the model file for messages
 * @param folder where the edited file goes: that of `modelPath`, or another one for a model without external data; null to
 *   describe it and write nothing
 * @returns null when the model has no such ZipMap
 * @throws ModelFileError when the edited file cannot be written
 */
export async function withoutZipMaps(
  modelPath: string,
  name: string,
  folder: string | null,
): Promise<EditedModel | null> {
  try {
    return await withFileSource(modelPath, async (source) => {
      const graph = await readMlGraph(source);
      const plan = planZipMaps(graph);
      if (plan === null) return null;
      const edited = splicedSource(source, await zipMapSplices(source, graph, plan));
      const file = await readOnnx(edited, name);
      if (folder === null) return { path: modelPath, file, outputs: plan.outputs };
      if (folder !== dirname(modelPath) && file.externalTensors.length > 0) {
        throw new ModelFileError(
          name,
          'ends in a ZipMap and keeps tensors in another file: it cannot be run from here',
        );
      }
      const path = join(folder, EDITED_FILE);
      if (!(await isEqual(path, edited))) await write(path, edited);
      return { path, file, outputs: plan.outputs };
    });
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const what = code ?? basename(message);
    throw new ModelFileError(
      name,
      `ends in a ZipMap, and the copy without it cannot be kept in DATA_DIR (${what})`,
    );
  }
}

/** The whole file, piece by piece; a piece is only valid until the next one is asked for. */
async function* pieces(source: ByteSource): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, source.size));
  for (let position = 0; position < source.size;) {
    const read = await source.read(chunk, position);
    if (read === 0) throw new Error(`the model ended at byte ${position} while it was read`);
    yield chunk.subarray(0, read);
    position += read;
  }
}

async function write(path: string, source: ByteSource): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const piece of pieces(source)) await file.writeFile(piece);
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
async function isEqual(path: string, source: ByteSource): Promise<boolean> {
  const there = await openRegularFile(path).catch(() => null);
  if (there === null) return false;
  try {
    if (there.size !== source.size) return false;
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, source.size));
    let position = 0;
    for await (const piece of pieces(source)) {
      const part = buffer.subarray(0, piece.length);
      for (let filled = 0; filled < part.length;) {
        const { bytesRead } = await there.handle.read(part, filled, part.length - filled, position + filled);
        if (bytesRead === 0) return false;
        filled += bytesRead;
      }
      if (!part.equals(piece)) return false;
      position += piece.length;
    }
    return true;
  } finally {
    await there.handle.close();
  }
}
