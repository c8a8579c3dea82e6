import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';
import { type MultipartLimits, sizeInWords } from '../../common/multipart-limits.js';
import { addField } from '../input/multipart-body.js';
import { leaveRest, partsUntil } from '../input/multipart-parts.js';
import { cleanFilename } from '../input/upload.js';
import type { VideoFile } from './media-input.js';
import { SNIFFED_BYTES, sniffVideo, VIDEO_KINDS, type VideoContainer } from './sniff-video.js';
import { VideoSpool } from './video-spool.js';

/** What came: the video on disk, and the fields beside it as text, still unchecked. */
export interface VideoForm {
  readonly file: VideoFile;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Room for part headers and fields beside the video. */
const OVERHEAD_BYTES = 64 * 1024;

/**
 * Reads a form with one video, which goes to disk as it comes; what is plainly no video is refused by its first bytes.
 * The caller removes the file at `path`, also when this fails.
 *
 * @throws AppError NO_INPUT, EMPTY_FILE, UNSUPPORTED_MEDIA_TYPE, FILE_TOO_LARGE, PAYLOAD_TOO_LARGE, VALIDATION_FAILED, or the
 *   signal's reason
 */
export async function readVideoForm(
  request: FastifyRequest,
  spool: VideoSpool,
  path: string,
  limits: MultipartLimits,
  signal: AbortSignal,
): Promise<VideoForm> {
  if (!request.isMultipart()) throw noVideo();
  const maxTotal = limits.fileSize + OVERHEAD_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > maxTotal) {
    throw new AppError('PAYLOAD_TOO_LARGE', { what: 'the request', limit: sizeInWords(maxTotal) });
  }
  const fields = Object.create(null) as Record<string, unknown>;
  let file: VideoFile | undefined;
  try {
    for await (const part of partsUntil(request, limits, signal)) {
      if (part.type === 'field') addField(fields, part, limits);
      else if (file)
        throw new AppError('VALIDATION_FAILED', { faults: ['the form: holds more than one video'] });
      else file = { path, container: await spoolPart(part, spool, path, limits, signal) };
    }
  } catch (error) {
    leaveRest(request);
    signal.throwIfAborted();
    throw error;
  }
  if (!file) throw noVideo();
  return { file, fields };
}

async function spoolPart(
  part: MultipartFile,
  spool: VideoSpool,
  path: string,
  limits: MultipartLimits,
  signal: AbortSignal,
): Promise<VideoContainer> {
  const filename = cleanFilename(part.filename, 0);
  let container: VideoContainer | undefined;
  // Not at its end: a body without a declared length may go on for as long as it likes.
  const tooLarge = new AbortController();
  part.file.once('limit', () => tooLarge.abort());
  const content = async function* (): AsyncGenerator<Buffer> {
    let head = Buffer.alloc(0);
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      if (container) yield piece;
      else {
        head = Buffer.concat([head, piece]);
        if (head.length < SNIFFED_BYTES) continue;
        container = containerOf(head, filename);
        yield head;
      }
    }
    if (container) return;
    container = containerOf(head, filename);
    yield head;
  };
  try {
    await spool.write(path, content(), AbortSignal.any([signal, tooLarge.signal]));
  } catch (error) {
    if (!tooLarge.signal.aborted) throw error;
    const megabytes = Number((limits.fileSize / 1048576).toFixed(2));
    throw new AppError('FILE_TOO_LARGE', { filename, max_size_mb: megabytes });
  }
  return container ?? containerOf(Buffer.alloc(0), filename);
}

/** @throws AppError EMPTY_FILE, UNSUPPORTED_MEDIA_TYPE */
function containerOf(head: Uint8Array, filename: string): VideoContainer {
  if (head.length === 0) throw new AppError('EMPTY_FILE', { filename });
  const container = sniffVideo(head);
  if (container) return container;
  const got = 'a file that is no known video format';
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', { got, accepted: [...VIDEO_KINDS] });
}

function noVideo(): AppError {
  return new AppError('NO_INPUT', { expected: 'a form (multipart/form-data) with one video file' });
}
