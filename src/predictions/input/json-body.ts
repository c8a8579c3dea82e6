import { AppError } from '../../common/errors.js';
import type { MultipartLimits } from '../../common/multipart-limits.js';
import type { PredictBody, Upload } from './upload.js';

const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** A picture of a JSON body, still as text. */
export interface JsonPicture {
  /** Its place in the body: `image`, `images[2]`. */
  readonly name: string;
  readonly text: unknown;
}

/**
 * Reads a JSON request: `image` or `images` as base64 (plain, URL-safe or a data URL); everything else stays a field.
 *
 * @throws AppError NO_INPUT, VALIDATION_FAILED, FILE_TOO_LARGE, PAYLOAD_TOO_LARGE
 */
export function readJson(body: unknown, limits: MultipartLimits): PredictBody {
  const { pictures, fields } = findPictures(body, limits.files);
  const uploads = pictures.map(({ name, text }): Upload => {
    return { filename: name, bytes: decodePicture(text, name, limits.fileSize) };
  });
  return { uploads, fields };
}

/**
 * Finds the pictures of a JSON request, undecoded, and what is beside them.
 *
 * @throws AppError NO_INPUT, VALIDATION_FAILED, PAYLOAD_TOO_LARGE
 */
export function findPictures(
  body: unknown,
  maxPictures: number,
): { pictures: JsonPicture[]; fields: Record<string, unknown> } {
  if (body === undefined || body === null) {
    throw new AppError('NO_INPUT', {
      expected: 'a form with a file, or JSON with "image", "row" or "inputs"',
    });
  }
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw fault('the body: expected a JSON object, e.g. {"image": "<base64>"}');
  }
  const { image, images, ...fields } = body as Record<string, unknown>;
  if (image !== undefined && images !== undefined) throw fault('image, images: send one of them, not both');
  if (images !== undefined && !Array.isArray(images)) throw fault('images: expected a list of base64 texts');
  const list = (images as unknown[] | undefined) ?? (image === undefined ? [] : [image]);
  if (list.length > maxPictures) {
    throw new AppError('PAYLOAD_TOO_LARGE', { what: 'the number of images', limit: `${maxPictures}` });
  }
  const pictures = list.map((text, index) => ({
    name: images === undefined ? 'image' : `images[${index}]`,
    text,
  }));
  return { pictures, fields };
}

/**
 * A picture's bytes.
 *
 * @param maxBytes MAX_UPLOAD_SIZE
 * @throws AppError VALIDATION_FAILED, FILE_TOO_LARGE
 */
export function decodePicture(text: unknown, name: string, maxBytes: number): Buffer {
  if (typeof text !== 'string') throw fault(`${name}: expected base64 text, got ${typeof text}`);
  const base64 = text.replace(DATA_URL, '').replace(/\s+/g, '');
  if (!BASE64.test(base64)) throw fault(`${name}: is not base64`);
  const bytes = Buffer.from(base64, base64.includes('-') || base64.includes('_') ? 'base64url' : 'base64');
  if (bytes.length > maxBytes) {
    throw new AppError('FILE_TOO_LARGE', { filename: name, max_size_mb: maxBytes / 1048576 });
  }
  return bytes;
}

function fault(text: string): AppError {
  return new AppError('VALIDATION_FAILED', { faults: [text] });
}
