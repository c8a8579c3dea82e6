import { openRegularFile } from '../onnx-reader/byte-source.js';

/** Far above any manifest or label file, far below what would hurt the server. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * Reads a small UTF-8 file, never through a symbolic link.
 *
 * @throws Error with a reason that goes after the file's name; its cause has the code of the system
 */
export async function readSmallText(path: string): Promise<string> {
  let file: Awaited<ReturnType<typeof openRegularFile>>;
  try {
    file = await openRegularFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error('does not exist', { cause: error });
    if (code === 'ELOOP') throw new Error('is a symbolic link, which is not followed', { cause: error });
    if (code === undefined) throw new Error(message, { cause: error });
    throw new Error(`cannot be read (${code})`, { cause: error });
  }
  try {
    if (file.size > MAX_TEXT_BYTES) throw new Error(`is larger than ${MAX_TEXT_BYTES / 1024 / 1024} MB`);
    return textOf(await file.handle.readFile());
  } finally {
    await file.handle.close();
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('is not UTF-8 text', { cause: error });
  }
}
