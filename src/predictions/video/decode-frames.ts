import { AppError } from '../../common/errors.js';
import { DECODERS } from './codecs.js';
import { type DecodePass, planJumps, planPasses, planWhole } from './decode-passes.js';
import type { MediaTools } from './ffmpeg-tools.js';
import { FrameWindows } from './frame-windows.js';
import type { VideoIndex } from './frame-index.js';
import { inputName, inputOptions, type VideoFile } from './media-input.js';
import { type MediaLimits, MediaProcess } from './media-process.js';
import { PngSplitter } from './png-splitter.js';
import { TimeNotes } from './time-notes.js';

/** A frame as a picture of its own, lossless and upright. */
export interface DecodedFrame {
  /** Its number in the video, from 0. */
  readonly frame: number;
  readonly png: Buffer;
}

export interface DecodeLimits extends MediaLimits {
  /** Of one picture. */
  readonly maxPixels: number;
}

/** Three bytes a pixel, filter bytes and chunk heads, and what deflate adds to noise. */
const PNG_BYTES_A_PIXEL = 3.1;
const PNG_BYTES = 1_048_576;

/**
 * Decodes the wanted frames. Whoever takes them slowly makes the decoder wait. A run ends at the first damage, as the
 * decoder would go on with made-up pixels; the frames behind it are looked for from their own key frames and come last.
 * A frame that cannot be decoded as it was is left out.
 *
 * @param wanted numbers of frames, ascending
 * @throws whatever the signal was aborted with
 */
export async function* decodeFrames(
  tools: MediaTools,
  file: VideoFile,
  index: VideoIndex,
  wanted: readonly number[],
  limits: DecodeLimits,
  signal: AbortSignal,
): AsyncGenerator<DecodedFrame> {
  const missing = new Set(wanted);
  for (const plan of [planPasses, planJumps, planWhole]) {
    for (const pass of missing.size > 0 ? plan(index, [...missing]) : []) {
      for await (const frame of decodePass(tools, file, index, pass, limits, signal)) {
        missing.delete(frame.frame);
        yield frame;
      }
    }
  }
}

async function* decodePass(
  tools: MediaTools,
  file: VideoFile,
  index: VideoIndex,
  pass: DecodePass,
  limits: DecodeLimits,
  signal: AbortSignal,
): AsyncGenerator<DecodedFrame> {
  signal.throwIfAborted();
  const windows = new FrameWindows(index, pass.frames);
  const args = [
    '-nostdin',
    ...inputOptions(file, limits.maxPixels, DECODERS),
    ...jumpOptions(pass),
    '-copyts',
  ];
  args.push('-i', inputName(file), '-map', '0:V:0', '-an', '-sn', '-dn', '-filter_threads', '1');
  args.push('-vf', `${windows.selectFilter},${NOTE_TIMES}`, '-frames:v', String(pass.frames.length));
  args.push(...tools.everyFrame, '-pix_fmt', 'rgb24', '-c:v', 'png', '-compression_level', '1');
  args.push('-threads', '1', '-f', 'image2pipe', 'pipe:1');
  const child = new MediaProcess(tools.ffmpeg, args, limits, signal);
  const times = new TimeNotes(child.notes);
  const splitter = new PngSplitter(limits.maxPixels * PNG_BYTES_A_PIXEL + PNG_BYTES);
  try {
    for await (const piece of child.stdout) {
      for (const png of splitter.add(piece as Buffer)) {
        const frame = windows.frameOf(await times.next());
        if (frame !== undefined) yield { frame, png };
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new AppError('UNDECODABLE_VIDEO', { reason: 'its content is damaged' }, { cause: error });
  } finally {
    child.kill();
    await child.exited;
  }
  signal.throwIfAborted();
}

/** `-noaccurate_seek`: what lies before the wanted frame is left out by its time, not by counting from where a jump ended. */
function jumpOptions({ fromSeconds }: DecodePass): string[] {
  if (fromSeconds === null) return [];
  return ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', fromSeconds.toFixed(6)];
}

/** Writes the time of each frame that leaves the decoder to file descriptor 3. Only frames with a tag are written. */
const NOTE_TIMES = String.raw`metadata=mode=add:key=sibyl:value=1,metadata=mode=print:file=pipe\\:3:direct=1`;
