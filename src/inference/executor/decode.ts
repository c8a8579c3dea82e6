import sharp, { type Metadata, type Sharp } from 'sharp';

import { AppError } from '../../common/errors.js';
import type { DecodeLimits } from '../executor-protocol.js';
import type { ImageInputSpec } from '../model-spec.js';
import { cleanDecodeReason } from './decode-reason.js';
import { placeImage } from './geometry.js';
import { MEDIA_TYPES, sniffImage, type ImageKind } from './sniff.js';

/** What the decoder has to know of the model's input to give no more pixels than it needs. */
export type DecodeTarget = Pick<
  ImageInputSpec,
  'width' | 'height' | 'fit' | 'cropFraction' | 'color' | 'resample'
>;

/**
 * A decoded picture: sRGB, 8 bit, interleaved, rows without padding, in the order in which the file stores them.
 * `orientation` (EXIF, 1-8) says how to turn them upright: turning the coordinates later costs nothing, turning the
 * pixels of a large photograph does. The pixels may be a reduced copy; `fullWidth` and `fullHeight` are the upright
 * picture's own size. The data belongs to whoever asked for it.
 */
export interface DecodedImage {
  readonly data: Uint8Array;
  /** Size of `data` as stored, before turning, in pixels. */
  readonly width: number;
  readonly height: number;
  /** 3 = RGB, 1 = grey. */
  readonly channels: 1 | 3;
  readonly orientation: number;
  readonly fullWidth: number;
  readonly fullHeight: number;
}

const WHITE = { r: 255, g: 255, b: 255 };

/** libvips' loaders from memory. No loader of files, and none of a format that is not asked for, is ever open. */
const BUFFER_LOADERS: Readonly<Record<string, string>> = {
  jpeg: 'VipsForeignLoadJpegBuffer',
  png: 'VipsForeignLoadPngBuffer',
  webp: 'VipsForeignLoadWebpBuffer',
  gif: 'VipsForeignLoadNsgifBuffer',
  heif: 'VipsForeignLoadHeifBuffer',
};

/** sharp's name of the format that each accepted kind is decoded as. */
const SHARP_FORMATS: Partial<Record<ImageKind, string>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  avif: 'heif',
};

/**
 * Closes every loader of libvips for this process but the accepted formats' loaders from memory. Once per process,
 * before the first picture. One decoding thread, no operation cache: executors run beside each other.
 *
 * @param formats as sharp names them: jpeg, png, webp, gif, heif
 */
export function lockLoaders(formats: readonly string[]): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  const open = formats.flatMap((format) => BUFFER_LOADERS[format] ?? []);
  if (open.length > 0) sharp.unblock({ operation: open });
}

/**
 * Decodes an untrusted picture.
 *
 * - Colour profiles of RGB pictures are not applied, as in the pipelines that models are trained with (Pillow's
 *   `convert('RGB')`, OpenCV's `imread`). CMYK is converted through its profile: nothing sensible comes of it otherwise.
 * - Transparency is put on white, which is what a viewer shows: pixels that nobody can see do not decide.
 * - 16 bits become the upper 8. Of an animation the first frame counts.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE when bytes or decoder name a format that is not in `limits.formats`
 * @throws AppError TOO_MANY_PIXELS by the header, before anything is unpacked
 * @throws AppError UNDECODABLE_IMAGE when the content is damaged, cut off, or takes longer than `limits.timeoutSeconds`
 */
export async function decodeImage(
  bytes: Uint8Array,
  limits: DecodeLimits,
  target: DecodeTarget,
): Promise<DecodedImage> {
  const { kind, header } = await openImage(bytes, limits);
  const orientation = orientationOf(header);
  const isTurned = orientation >= 5;
  const fullWidth = isTurned ? header.height : header.width;
  const fullHeight = isTurned ? header.width : header.height;
  try {
    const { data, info } = await upTo8Bit(reader(bytes, limits), header, target, fullWidth, fullHeight)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    return { data, width, height, channels: info.channels as 1 | 3, orientation, fullWidth, fullHeight };
  } catch (error) {
    throw undecodable(kind, error, limits);
  }
}

/**
 * Reads the header and checks kind and size.
 *
 * @throws AppError as {@link decodeImage}
 */
export async function openImage(
  bytes: Uint8Array,
  limits: DecodeLimits,
): Promise<{ kind: ImageKind; header: Metadata }> {
  const kind = assertAccepted(bytes, limits.formats);
  let header: Metadata;
  try {
    header = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  } catch (error) {
    throw undecodable(kind, error, limits);
  }
  if (header.format !== SHARP_FORMATS[kind]) throw unsupported(String(header.format), limits.formats);
  if (header.width * header.height > limits.maxPixels) {
    throw new AppError('TOO_MANY_PIXELS', {
      width: header.width,
      height: header.height,
      max_megapixels: limits.maxPixels / 1e6,
    });
  }
  return { kind, header };
}

/**
 * Tells the kind of the picture, when it is an accepted one. Pure and cheap: also for the server's own process.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE
 */
export function assertAccepted(bytes: Uint8Array, formats: readonly string[]): ImageKind {
  const kind = sniffImage(bytes);
  if (kind === null) throw unsupported('a file that is not a picture', formats);
  const format = SHARP_FORMATS[kind];
  if (format === undefined || !formats.includes(format)) throw unsupported(MEDIA_TYPES[kind], formats);
  return kind;
}

/** A reader of the pixels under every limit. Bad metadata is forgiven, missing or damaged pixels are not. */
export function reader(bytes: Uint8Array, limits: DecodeLimits): Sharp {
  return sharp(bytes, {
    failOn: 'truncated',
    limitInputPixels: limits.maxPixels,
  }).timeout({ seconds: limits.timeoutSeconds });
}

/** EXIF orientation; out of range counts as upright. */
function orientationOf({ orientation }: Metadata): number {
  return orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : 1;
}

function upTo8Bit(
  image: Sharp,
  header: Metadata,
  target: DecodeTarget,
  fullWidth: number,
  fullHeight: number,
): Sharp {
  let pixels = image;
  if (header.hasAlpha) pixels = pixels.flatten({ background: WHITE });
  const isGrey = header.space === 'b-w' || header.space === 'grey16';
  pixels = pixels.toColourspace(isGrey ? 'b-w' : 'srgb');
  if (target.resample !== 'lanczos3') return pixels;
  const { rect } = placeImage(fullWidth, fullHeight, target);
  const isTurned = orientationOf(header) >= 5;
  return pixels.resize(isTurned ? rect.height : rect.width, isTurned ? rect.width : rect.height, {
    fit: 'fill',
    kernel: 'lanczos3',
  });
}

export function undecodable(kind: ImageKind, error: unknown, limits: DecodeLimits): AppError {
  const reason = cleanDecodeReason(error, limits.timeoutSeconds);
  return new AppError('UNDECODABLE_IMAGE', { format: kind.toUpperCase(), reason }, { cause: error });
}

function unsupported(got: string, formats: readonly string[]): AppError {
  const accepted = (Object.keys(SHARP_FORMATS) as ImageKind[])
    .filter((kind) => formats.includes(SHARP_FORMATS[kind] as string))
    .map((kind) => MEDIA_TYPES[kind]);
  return new AppError('UNSUPPORTED_MEDIA_TYPE', { got, accepted });
}
