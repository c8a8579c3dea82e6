import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import { type MultipartLimits, sizeInWords } from '../../common/multipart-limits.js';
import { cleanFilename, type PredictBody, type Upload } from './upload.js';

/** Room for part headers and fields beside the files. */
const OVERHEAD_BYTES = 64 * 1024;

/**
 * Reads a multipart request: files under any field name, everything else as text fields. Faults of the parser itself
 * (too many files, a broken stream) pass through; the error filter knows them.
 *
 * @throws AppError FILE_TOO_LARGE, PAYLOAD_TOO_LARGE, VALIDATION_FAILED (a field given twice)
 */
export async function readMultipart(request: FastifyRequest, limits: MultipartLimits): Promise<PredictBody> {
  const maxTotal = limits.files * limits.fileSize + OVERHEAD_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > maxTotal) throw tooLarge('the request', maxTotal);
  const uploads: Upload[] = [];
  const fields = Object.create(null) as Record<string, unknown>;
  for await (const part of request.parts({ limits: { ...limits } })) {
    if (part.type === 'file') uploads.push(await readFile(part, uploads.length, limits));
    else addField(fields, part, limits);
  }
  return { uploads, fields };
}

/**
 * Adds a field of a form.
 *
 * @throws AppError PAYLOAD_TOO_LARGE, VALIDATION_FAILED (given twice)
 */
export function addField(
  fields: Record<string, unknown>,
  part: Extract<Multipart, { type: 'field' }>,
  limits: MultipartLimits,
): void {
  const { fieldname, value } = part;
  // The parser cuts what is too long and goes on: half a value would be taken for the whole one.
  if (part.valueTruncated) throw tooLarge(`form field '${fieldname}'`, limits.fieldSize);
  if (part.fieldnameTruncated || Buffer.byteLength(fieldname) > limits.fieldNameSize) {
    throw tooLarge('the name of a form field', limits.fieldNameSize);
  }
  if (fieldname in fields)
    throw new AppError('VALIDATION_FAILED', { faults: [`${fieldname}: is given more than once`] });
  fields[fieldname] = value;
}

async function readFile(
  part: Extract<Multipart, { type: 'file' }>,
  index: number,
  limits: MultipartLimits,
): Promise<Upload> {
  const filename = cleanFilename(part.filename, index);
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) chunks.push(chunk as Buffer);
  if (part.file.truncated) {
    throw new AppError('FILE_TOO_LARGE', {
      filename,
      max_size_mb: Number((limits.fileSize / 1048576).toFixed(2)),
    });
  }
  const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  return { filename, bytes };
}

function tooLarge(what: string, bytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', { what, limit: sizeInWords(bytes) });
}
