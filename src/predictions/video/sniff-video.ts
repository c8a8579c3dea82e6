import { sniffImage } from '../../inference/executor/sniff.js';

/** How a video file is put together, as ffmpeg calls the reader of it; forced upon ffmpeg, which guesses nothing. */
export type VideoContainer = 'mov' | 'matroska' | 'avi';

/** What a client may send, in words. */
export const VIDEO_KINDS: readonly string[] = ['mp4', 'mov', 'webm', 'mkv', 'avi'];

/** Bytes that {@link sniffVideo} looks at. */
export const SNIFFED_BYTES = 512;

/** EBML, RFC 8794, section 8.1. */
const EBML = '\x1a\x45\xdf\xa3';

/**
 * First boxes of an ISO or QuickTime file. `ftyp` is the first since 2001; older QuickTime files begin with any of the
 * others.
 *
 * @see ISO/IEC 14496-12 section 4.3; Apple's "QuickTime File Format", chapter 1
 */
const FIRST_BOXES = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'];

/**
 * Tells by the first bytes how a video file is put together, whatever its name or declared type says. Playlists, lists
 * of files and everything else that could make ffmpeg open something beside the upload are text, and none of these.
 *
 * @param head the whole file or at least its first 512 bytes
 * @returns null for everything that is not an accepted container, pictures (AVIF, HEIC) included
 */
export function sniffVideo(head: Uint8Array): VideoContainer | null {
  if (sniffImage(head) !== null) return null;
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, SNIFFED_BYTES)).toString(
    'latin1',
  );
  if (text.startsWith(EBML) && /matroska|webm/.test(text)) return 'matroska';
  if (text.startsWith('RIFF') && text.startsWith('AVI ', 8)) return 'avi';
  return FIRST_BOXES.some((box) => text.startsWith(box, 4)) ? 'mov' : null;
}
