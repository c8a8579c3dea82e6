import { type Dirent, type ReadStream, createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** What a sample may be, by the end of its name. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
  '.json': 'application/json',
};
const FOLDER = 'samples';
const MAX_FILES = 50;
const MAX_BYTES = 50 * 1024 * 1024;
const MAX_JSON_BYTES = 256 * 1024;
/** A JSON file is a sample when it is what `predict` takes. */
const INPUT_KEYS = ['row', 'rows', 'inputs'];

/** One input to try a model with. */
export interface SampleFile {
  /** In the folder `samples` of the model; without a path. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

export interface OpenSample extends SampleFile {
  readonly stream: ReadStream;
}

/**
 * Pictures, videos and rows in the folder `samples` of a model, by name; of the first 50. Links are left out, since they may lead
 * anywhere, and so are files above 50 MB and JSON that is no request.
 *
 * @param modelFolder absolute path; need not exist, as for a bare `name.onnx`
 */
export async function listSamples(modelFolder: string): Promise<SampleFile[]> {
  const folder = join(modelFolder, FOLDER);
  const files = await Promise.all((await candidates(folder)).map((name) => describe(folder, name)));
  return files.filter((file) => file !== null);
}

/** @returns null for a name that `listSamples` does not list; else a stream, which the caller has to read or destroy */
export async function openSample(modelFolder: string, name: string): Promise<OpenSample | null> {
  const folder = join(modelFolder, FOLDER);
  const sample = (await candidates(folder)).includes(name) ? await describe(folder, name) : null;
  if (!sample) return null;
  const path = join(folder, name);
  const handle = await open(path, 'r').catch((): FileHandle | null => null);
  return handle && { ...sample, stream: createReadStream(path, { fd: handle, end: sample.bytes - 1 }) };
}

/** Names of what may be a sample, none of them looked into: a folder may hold a hundred thousand pictures. */
async function candidates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && mediaTypeOf(entry.name) !== undefined)
    .map(({ name }) => name)
    .toSorted()
    .slice(0, MAX_FILES);
}

const mediaTypeOf = (name: string): string | undefined => MEDIA_TYPES[extname(name).toLowerCase()];

async function describe(folder: string, name: string): Promise<SampleFile | null> {
  const mediaType = mediaTypeOf(name);
  if (mediaType === undefined) return null;
  try {
    const path = join(folder, name);
    const { size } = await stat(path);
    if (size === 0 || size > MAX_BYTES) return null;
    if (
      mediaType === 'application/json' &&
      !(size <= MAX_JSON_BYTES && isRequest(await readFile(path, 'utf8')))
    )
      return null;
    return { name, mediaType, bytes: size };
  } catch {
    // Gone or unreadable since it was listed: one sample fewer.
    return null;
  }
}

function isRequest(text: string): boolean {
  const value = JSON.parse(text) as unknown;
  return typeof value === 'object' && value !== null && INPUT_KEYS.some((key) => key in value);
}
