import { AppError } from '../common/errors.js';
import { sniffImage } from '../inference/executor/sniff.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { assertPicture } from '../predictions/input/assert-picture.js';
import { splitByteStrings } from './codec/byte-strings.js';
import { elementCount } from './codec/datatypes.js';
import type { WireInput, WireOutput } from './codec/wire-request.js';
import { flatten } from './codec/json-values.js';

/** Name of the input that takes picture files; the graph's own picture input takes them too, as BYTES. */
export const PICTURE_INPUT = 'image';
/** Name of the output with the result of the task, as JSON, one element a picture. */
export const RESULT_OUTPUT = 'result';

export interface PictureLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly extensions: readonly string[];
}

/** Whether a model takes picture files at all. */
export function takesPictures({ task }: Pick<ModelSpec, 'task'>): boolean {
  return 'image' in task;
}

/** The input with picture files, where a request to a vision model has one; undefined for raw tensors. */
export function pictureInput(inputs: readonly WireInput[], spec: ModelSpec): WireInput | undefined {
  const [only] = inputs;
  if (inputs.length !== 1 || only?.datatype !== 'BYTES' || !('image' in spec.task)) return undefined;
  return only.name === PICTURE_INPUT || only.name === spec.task.image.tensor ? only : undefined;
}

/** Whether a raw body is a picture file for this model; a body of exactly one tensor's size is that tensor. */
export function isRawPicture(body: Uint8Array, spec: ModelSpec): boolean {
  if (!('image' in spec.task)) return false;
  const { tensor, width, height, color, type } = spec.task.image;
  const isAlone = spec.inputs.length === 1 && spec.inputs[0]?.name === tensor;
  const elementBytes = type === 'float32' ? 4 : type === 'float16' ? 2 : 1;
  const tensorBytes = width * height * (color === 'GRAY' ? 1 : 3) * elementBytes;
  return !(isAlone && body.byteLength === tensorBytes) && sniffImage(body) !== null;
}

/** A raw body as the picture input. */
export function rawPicture(body: Uint8Array): { shape: number[]; files: Uint8Array[] } {
  return { shape: [1], files: [body] };
}

/**
 * The files of a picture input: binary BYTES, or base64 in JSON, which cannot hold bytes, and wherever the client says so.
 *
 * @throws AppError INVALID_TENSOR, PAYLOAD_TOO_LARGE, FILE_TOO_LARGE, EMPTY_FILE, UNSUPPORTED_MEDIA_TYPE
 */
export function pictureFiles(input: WireInput, limits: PictureLimits): Uint8Array[] {
  const { name, shape, data, isBase64 } = input;
  const count = elementCount(shape);
  if (count === 0)
    throw new AppError('INVALID_TENSOR', { tensor: name, expected: 'at least one picture', got: 'none' });
  if (count > limits.maxFiles)
    throw new AppError('PAYLOAD_TOO_LARGE', { what: 'the number of pictures', limit: `${limits.maxFiles}` });
  if (data.kind === 'binary') {
    const elements = splitByteStrings(name, data.bytes, count);
    return isBase64
      ? elements.map((element) => Buffer.from(Buffer.from(element).toString('latin1'), 'base64'))
      : elements;
  }
  return flatten(name, data.values, count).map((value) => {
    if (typeof value === 'string') return Buffer.from(value, 'base64');
    throw new AppError('INVALID_TENSOR', {
      tensor: name,
      expected: 'pictures in base64, or in binary',
      got: typeof value,
    });
  });
}

/** Refuses what is plainly no picture before it waits for an executor. @throws AppError */
export function assertPictures(files: readonly Uint8Array[], limits: PictureLimits): void {
  for (const [index, file] of files.entries()) {
    const filename = `picture ${index}`;
    if (file.byteLength === 0) throw new AppError('EMPTY_FILE', { filename });
    if (file.byteLength > limits.maxBytes)
      throw new AppError('FILE_TOO_LARGE', { filename, max_size_mb: limits.maxBytes / 1_048_576 });
    assertPicture(file, limits.extensions);
  }
}

/** A picture is answered by the result of the task and by nothing else. @throws AppError VALIDATION_FAILED */
export function assertResultWanted(outputs: readonly WireOutput[] | null): void {
  for (const { name, classes } of outputs ?? []) {
    if (name === RESULT_OUTPUT && classes === null) continue;
    const got = name === RESULT_OUTPUT ? 'its classification' : `'${name}'`;
    const faults = [
      `a picture file is answered by the output '${RESULT_OUTPUT}'; got ${got}. Raw outputs need raw inputs`,
    ];
    throw new AppError('VALIDATION_FAILED', { faults });
  }
}
