import { DECODER_WHITELIST } from './codecs.js';
import type { VideoContainer } from './sniff-video.js';

/** An upload on disk, and how ffmpeg has to read it. */
export interface VideoFile {
  /** Absolute. */
  readonly path: string;
  readonly container: VideoContainer;
}

/** MOV files may name other files to read from; that is off by default, and said again. */
const OWN_DATA_ONLY = ['-enable_drefs', '0', '-use_absolute_path', '0'];

/**
 * Options in front of the input, the same for ffprobe and ffmpeg: the container is forced, so that no playlist is ever
 * recognised; nothing but this file is opened; only common decoders run, none on a picture that is too large.
 */
export function inputOptions({ container }: VideoFile, maxPixels: number): string[] {
  return [
    ...['-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'file,pipe'],
    ...['-codec_whitelist', DECODER_WHITELIST, '-max_pixels', String(maxPixels), '-threads', '2'],
    ...['-f', container, ...(container === 'mov' ? OWN_DATA_ONLY : [])],
  ];
}

/** The file as ffmpeg names it: with its protocol, so that no part of the path is taken for one. */
export function inputName({ path }: VideoFile): string {
  return `file:${path}`;
}
