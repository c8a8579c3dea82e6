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
 * recognised; nothing but this file is opened; only the named decoders run, none on a picture that is too large; what is
 * cut off at the end of the file is left out.
 */
export function inputOptions(
  { container }: VideoFile,
  maxPixels: number,
  decoders: readonly string[],
): string[] {
  const safe = ['-protocol_whitelist', 'file,pipe', '-codec_whitelist', decoders.join(',')];
  const bounded = ['-max_pixels', String(maxPixels), '-threads', '2', '-fflags', '+discardcorrupt'];
  const ownData = container === 'mov' ? OWN_DATA_ONLY : [];
  return ['-hide_banner', '-loglevel', 'error', ...safe, ...bounded, '-f', container, ...ownData];
}

/** The file as ffmpeg names it: with its protocol, so that no part of the path is taken for one. */
export function inputName({ path }: VideoFile): string {
  return `file:${path}`;
}
