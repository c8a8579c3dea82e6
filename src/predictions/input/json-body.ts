import { AppError } from '../../common/errors.js';
import type { MultipartLimits } from '../../common/multipart-limits.js';
import type { PredictBody, Upload } from './upload.js';

const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * Reads a JSON request: `image` or `images` as base64 (plain, URL-safe or a data URL); everything else stays a field.
 *
 * @throws AppError NO_INPUT, VALIDATION_FAILED, FILE_TOO_LARGE, PAYLOAD_TOO_LARGE
 */
export function readJson(body: unknown, limits: MultipartLimits): PredictBody {
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
  if (list.length > limits.files) {
    throw new AppError('PAYLOAD_TOO_LARGE', { what: 'the number of images', limit: `${limits.files}` });
  }
  const uploads = list.map((text, index) =>
    decode(text, images === undefined ? 'image' : `images[${index}]`, limits),
  );
  return { uploads, fields };
}

function decode(text: unknown, name: string, limits: MultipartLimits): Upload {
  if (typeof text !== 'string') throw fault(`${name}: expected base64 text, got ${typeof text}`);
  const base64 = text.replace(DATA_URL, '').replace(/\s+/g, '');
  if (!BASE64.test(base64)) throw fault(`${name}: is not base64`);
  const bytes = Buffer.from(base64, base64.includes('-') || base64.includes('_') ? 'base64url' : 'base64');
  if (bytes.length > limits.fileSize) {
    throw new AppError('FILE_TOO_LARGE', { filename: name, max_size_mb: limits.fileSize / 1048576 });
  }
  return { filename: name, bytes };
}

function fault(text: string): AppError {
  return new AppError('VALIDATION_FAILED', { faults: [text] });
}
