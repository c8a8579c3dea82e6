import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { ModelFileError } from './model-file-error.js';
import type { ExternalTensor } from './onnx-info.js';

/** A file of weights beside the ONNX file. */
export interface ExternalFile {
  /** Plain name, as the ONNX file has it. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** No folder, no `..`, nothing hidden (such as `.env`), no drive, no device. */
const PLAIN_NAME = /^[A-Za-z0-9_][^/\\:\0]*$/;

/**
 * Checks where a model's external weights lie: in regular files of its own folder only, since onnxruntime opens
 * whatever the model names.
 *
 * @param sharedFolder whether the folder holds other models too; then external weights are refused
 * @returns the files, each once, in the order of their names
 * @throws ModelFileError with the reason for the first that may not be read
 */
export async function externalFiles(
  modelPath: string,
  tensors: readonly ExternalTensor[],
  sharedFolder: boolean,
): Promise<ExternalFile[]> {
  const model = basename(modelPath);
  const files = new Map<string, ExternalFile>();
  for (const { tensor, location, offset, length } of tensors) {
    const refuse = (reason: string): never => {
      throw new ModelFileError(model, `keeps the tensor '${tensor}' in another file: ${reason}`);
    };
    if (location === '') refuse('it does not say in which');
    if (!PLAIN_NAME.test(location) || location === model) {
      refuse(`'${location}' is not the plain name of a file beside the model, and nothing else is read`);
    }
    if (sharedFolder) refuse(`a model with external data needs a folder of its own, e.g. name/1/${model}`);
    const file = files.get(location) ?? (await externalFile(dirname(modelPath), location, refuse));
    files.set(location, file);
    checkRange(file, offset, length, refuse);
  }
  return [...files.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function externalFile(
  folder: string,
  name: string,
  refuse: (reason: string) => never,
): Promise<ExternalFile> {
  const path = join(folder, name);
  const stats = await lstat(path).catch(() => null);
  if (stats === null) return refuse(`'${name}' does not exist beside the model`);
  if (stats.isSymbolicLink()) return refuse(`'${name}' is a symbolic link, which is not followed`);
  if (!stats.isFile()) return refuse(`'${name}' is not a regular file`);
  return { name, path, sizeBytes: stats.size };
}

function checkRange(
  file: ExternalFile,
  offset: number,
  length: number | null,
  refuse: (reason: string) => never,
): void {
  const isOffset = Number.isSafeInteger(offset) && offset >= 0;
  const isLength = length === null || (Number.isSafeInteger(length) && length >= 0);
  if (!isOffset || !isLength) refuse(`offset ${offset} or length ${length} is not a whole number`);
  const end = offset + (length ?? 0);
  if (end > file.sizeBytes) {
    refuse(`'${file.name}' is cut off: ${end} bytes are needed, it has ${file.sizeBytes}`);
  }
}
