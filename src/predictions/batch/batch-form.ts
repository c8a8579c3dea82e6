import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import type { MultipartLimits } from '../../common/multipart-limits.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { addField } from '../input/multipart-body.js';
import { leaveRest, partsUntil } from '../input/multipart-parts.js';
import { cleanFilename } from '../input/upload.js';
import type { PredictionInput } from '../prediction.js';
import type { BatchRun } from './batch-run.js';

/** What a form's fields and files mean. */
export interface BatchFormReader {
  /** @throws AppError VALIDATION_FAILED */
  options(fields: Readonly<Record<string, unknown>>): TaskOptions;
  /** @throws AppError what the file deserves */
  input(filename: string, bytes: Buffer): PredictionInput;
}

/**
 * Runs the files of a form as they come, so that no more of them are in memory than are being worked on: a client that
 * sends faster than the model answers is made to wait. What comes after the deadline is read, for its name, and dropped.
 *
 * @throws AppError VALIDATION_FAILED (a field behind a file too), PAYLOAD_TOO_LARGE, MALFORMED_BODY, CLIENT_CLOSED_REQUEST
 */
export async function runForm(
  request: FastifyRequest,
  run: BatchRun,
  reader: BatchFormReader,
  limits: MultipartLimits,
  gone: AbortSignal,
): Promise<void> {
  const fields = Object.create(null) as Record<string, unknown>;
  let options: TaskOptions | undefined;
  try {
    for await (const part of partsUntil(request, limits, gone)) {
      if (part.type === 'field') {
        if (options) throw behindFiles(part.fieldname);
        addField(fields, part, limits);
        continue;
      }
      options ??= reader.options(fields);
      const filename = cleanFilename(part.filename, run.length);
      const bytes = await readFile(part, run);
      if (bytes === null) run.refuse(filename);
      else if (part.file.truncated) run.refuse(filename, tooLarge(filename, limits));
      else {
        const item = { filename, bytes: bytes.length, input: () => reader.input(filename, bytes) };
        await run.add(item, options);
      }
    }
  } catch (error) {
    leaveRest(request);
    throw error;
  }
}

/** The file's bytes; null when the deadline passed and nothing of it was kept. */
async function readFile(part: MultipartFile, run: BatchRun): Promise<Buffer | null> {
  let pieces: Buffer[] = [];
  for await (const piece of part.file as AsyncIterable<Buffer>) {
    if (run.isOver || part.file.truncated) pieces = [];
    else pieces.push(piece);
  }
  return run.isOver ? null : Buffer.concat(pieces);
}

function behindFiles(name: string): AppError {
  const fault = `${name.slice(0, 100)}: stands behind a file; the fields of a batch come before its files`;
  return new AppError('VALIDATION_FAILED', { faults: [fault] });
}

function tooLarge(filename: string, { fileSize }: MultipartLimits): AppError {
  const megabytes = Number((fileSize / 1048576).toFixed(2));
  return new AppError('FILE_TOO_LARGE', { filename, max_size_mb: megabytes });
}
