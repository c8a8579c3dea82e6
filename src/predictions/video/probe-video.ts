import { AppError } from '../../common/errors.js';
import { PROBED_DECODERS, VIDEO_CODECS } from './codecs.js';
import type { VideoIndex } from './frame-index.js';
import { IndexParser } from './index-parser.js';
import { inputName, inputOptions, type VideoFile } from './media-input.js';
import { type MediaLimits, MediaProcess } from './media-process.js';
import { cleanVideoReason } from './video-reason.js';

export interface ProbeLimits extends MediaLimits {
  readonly maxSeconds: number;
  /** Of one picture. */
  readonly maxPixels: number;
}

const ENTRIES =
  'packet=pts_time,dts_time,duration_time,flags:stream=codec_name,width,height,duration:stream_tags=rotate:stream_side_data=rotation:format=start_time,duration';

/** What the decoder of a codec says that learns the size before ffprobe does. */
const TOO_LARGE = /Picture size (\d+)x(\d+) exceeds specified max pixel count/;

/**
 * Lists the pictures of the first video stream with their true times. Nothing is decoded but what ffprobe needs to know
 * the stream.
 *
 * @throws AppError UNDECODABLE_VIDEO, UNSUPPORTED_MEDIA_TYPE (its codec), TOO_MANY_PIXELS, VIDEO_TOO_LONG, or the signal's reason
 */
export async function probeVideo(
  ffprobe: string,
  file: VideoFile,
  limits: ProbeLimits,
  signal: AbortSignal,
): Promise<VideoIndex> {
  const output = ['-select_streams', 'V:0', '-show_entries', ENTRIES, '-of', 'compact'];
  const args = [...inputOptions(file, limits.maxPixels, PROBED_DECODERS), ...output, inputName(file)];
  const parser = new IndexParser();
  const child = new MediaProcess(ffprobe, args, limits, signal);
  child.notes.resume();
  let isTooLong = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (isTooLong || parser.add(text)) return;
    isTooLong = true;
    child.kill();
  });
  const { stderrTail } = await child.exited;
  signal.throwIfAborted();
  if (isTooLong)
    throw new AppError('UNDECODABLE_VIDEO', { reason: 'it lists more frames than are accepted' });
  const index = parser.index();
  assertPicture(parser, limits);
  if (!index || index.width === 0 || index.height === 0) throw faultOf(parser, stderrTail, limits);
  const seconds = Math.max(parser.claimedSeconds, index.durationSeconds);
  if (seconds > limits.maxSeconds) {
    throw new AppError('VIDEO_TOO_LONG', {
      seconds: Number(seconds.toFixed(1)),
      max_seconds: limits.maxSeconds,
    });
  }
  return index;
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE, TOO_MANY_PIXELS */
function assertPicture({ picture }: IndexParser, { maxPixels }: ProbeLimits): void {
  if (!picture) return;
  const { codec, width, height } = picture;
  if (!VIDEO_CODECS.includes(codec)) throw unknownCodec(codec);
  if (width * height > maxPixels) {
    throw new AppError('TOO_MANY_PIXELS', { width, height, max_megapixels: maxPixels / 1e6 });
  }
}

function faultOf(
  { picture, claimedSeconds }: IndexParser,
  stderr: string,
  { maxPixels }: ProbeLimits,
): AppError {
  const [, width, height] = TOO_LARGE.exec(stderr) ?? [];
  if (width !== undefined && height !== undefined) {
    const size = { width: Number(width), height: Number(height), max_megapixels: maxPixels / 1e6 };
    return new AppError('TOO_MANY_PIXELS', size);
  }
  const refused = /Codec \(([\w-]+)\) not on whitelist/.exec(stderr)?.[1];
  if (!picture && refused !== undefined) return unknownCodec(refused);
  const isWhole = stderr === '' && claimedSeconds > 0;
  const nothing = picture ? 'it holds no pictures' : 'there is no video in it';
  const reason = picture || isWhole ? nothing : cleanVideoReason(stderr);
  return new AppError('UNDECODABLE_VIDEO', { reason }, { cause: new Error(stderr) });
}

function unknownCodec(codec: string): AppError {
  const got = /^[\w-]{1,30}$/.test(codec)
    ? `a video with the codec ${codec}`
    : 'a video with an unknown codec';
  return new AppError('UNSUPPORTED_MEDIA_TYPE', { got, accepted: [...VIDEO_CODECS] });
}
