import sharp, { type Metadata, type Sharp } from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import type { ImageInputSpec } from '../model-spec.js';
import type { Box } from '../tasks/task-io.js';
import { placeImage } from './geometry.js';
import { openImage, pixelReader, undecodable, type OpenedImage } from './open-image.js';
import { type CutOut, cutOut, storedRect } from './region.js';
import { shrinkOnLoad } from './shrink-on-load.js';

/** What the decoder has to know of the model's input to give no more pixels than it needs. */
export type DecodeTarget = Pick<
  ImageInputSpec,
  'width' | 'height' | 'fit' | 'cropFraction' | 'color' | 'resample'
>;

/**
 * A decoded picture: sRGB, 8 bit, interleaved, rows without padding, in the order in which the file stores them.
 * `orientation` (EXIF, 1-8) says how to turn them upright: turning coordinates later costs nothing, turning the pixels of
 * a large photograph does. The pixels may be a reduced copy; `fullWidth` and `fullHeight` are the upright picture's own size.
 * Where only a part of the picture was asked for, all of that is said of the part, and `cut` tells where it lies.
 * The data belongs to whoever asked for it.
 */
export interface DecodedImage {
  readonly data: Uint8Array;
  /** Size of `data` as stored, before turning, in pixels. */
  readonly width: number;
  readonly height: number;
  /** 3 = RGB, 1 = grey: also for a colour model, since three equal channels would only cost time. */
  readonly channels: 1 | 3;
  readonly orientation: number;
  readonly fullWidth: number;
  readonly fullHeight: number;
  readonly cut?: CutOut;
}

/** What of a picture is needed, and how. */
export interface DecodeOptions {
  /** The part to give, in pixels of the upright picture; see `cutOut` for its rounding. The whole when absent. */
  readonly region?: Box | undefined;
  /** Sizes in which the picture is needed, against the usual one in the input. */
  readonly zooms?: readonly number[];
  /** Whether the model's own resampler has to see every pixel: a number moves with what a score hardly notices. */
  readonly isExact?: boolean;
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

/**
 * Closes every loader of libvips for this process but the accepted formats' loaders from memory. Once per process, before
 * the first picture. One decoding thread and no operation cache, since executors run beside each other.
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
 * Decodes an untrusted picture to what a person sees of it.
 *
 * - Colour profiles are applied, CMYK among them, since colours are only known with them; one that says sRGB is skipped.
 * - Transparency is put on white, as viewers do: pixels that nobody can see must not decide.
 * - 16 bits become the upper 8. Of an animation the first frame counts.
 * - A picture much larger than the model's input is reduced while it is decoded, unless `isExact`; a part of a picture never is.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE when bytes or decoder name a format that is not in `limits.formats`
 * @throws AppError TOO_MANY_PIXELS by the header, before anything is unpacked
 * @throws AppError UNDECODABLE_IMAGE when the content is damaged, cut off, or takes longer than `limits.timeoutSeconds`
 */
export async function decodeImage(
  bytes: Uint8Array,
  limits: DecodeLimits,
  target: DecodeTarget,
  { region, zooms = [1], isExact = false }: DecodeOptions = {},
): Promise<DecodedImage> {
  const opened = await openImage(bytes, limits);
  const { header } = opened;
  const { orientation, isTurned, pictureWidth, pictureHeight } = uprightSize(header);
  const cut = region && cutOut(region, pictureWidth, pictureHeight);
  const fullWidth = cut?.width ?? pictureWidth;
  const fullHeight = cut?.height ?? pictureHeight;
  const { rect } = placeImage(fullWidth, fullHeight, target);
  const most = Math.max(...zooms);
  const across = Math.ceil(rect.width * most);
  const down = Math.ceil(rect.height * most);
  const goal = isTurned ? { width: down, height: across } : { width: across, height: down };
  const isOneSize = zooms.every((zoom) => zoom === most);
  try {
    const picture = to8Bit(pixelReader(opened), header);
    const pixels = cut
      ? resizedPart(picture, cut, orientation, goal, target.resample, isOneSize)
      : resized(picture, header, goal, target.resample, { isOneSize, isExact });
    const { data, info } = await pixels.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const decoded = { data, width, height, channels: channels as 1 | 3, orientation, fullWidth, fullHeight };
    return cut ? { ...decoded, cut } : decoded;
  } catch (error) {
    throw undecodable(opened, error);
  }
}

/**
 * Every pixel of an opened picture, whatever a model needs of it: for those who cut several parts out.
 *
 * @throws AppError UNDECODABLE_IMAGE as `decodeImage`
 */
export async function decodeWhole(opened: OpenedImage): Promise<DecodedImage> {
  const { orientation, pictureWidth, pictureHeight } = uprightSize(opened.header);
  try {
    const { data, info } = await to8Bit(pixelReader(opened), opened.header)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const full = { fullWidth: pictureWidth, fullHeight: pictureHeight };
    return { data, width, height, channels: channels as 1 | 3, orientation, ...full };
  } catch (error) {
    throw undecodable(opened, error);
  }
}

function uprightSize(header: Metadata): {
  readonly orientation: number;
  readonly isTurned: boolean;
  readonly pictureWidth: number;
  readonly pictureHeight: number;
} {
  const orientation = orientationOf(header);
  const isTurned = orientation >= 5;
  return {
    orientation,
    isTurned,
    pictureWidth: isTurned ? header.height : header.width,
    pictureHeight: isTurned ? header.width : header.height,
  };
}

/** EXIF orientation; out of range counts as upright. */
function orientationOf({ orientation }: Metadata): number {
  return orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : 1;
}

function to8Bit(image: Sharp, header: Metadata): Sharp {
  const opaque = header.hasAlpha ? image.flatten({ background: WHITE }) : image;
  const isGrey = header.space === 'b-w' || header.space === 'grey16';
  return opaque.toColourspace(isGrey ? 'b-w' : 'srgb');
}

/**
 * @param goal size in the model's input, turned as the file stores the picture
 * @param isOneSize whether the picture is needed in no other size, so that libvips may make it
 * @param isExact whether nothing but the model's resampler may leave pixels out
 */
function resized(
  image: Sharp,
  { format, width, height }: Metadata,
  goal: { width: number; height: number },
  resample: ImageInputSpec['resample'],
  { isOneSize, isExact }: { isOneSize: boolean; isExact: boolean },
): Sharp {
  if (resample === 'lanczos3' && isOneSize) {
    return image.resize(goal.width, goal.height, { fit: 'fill', kernel: 'lanczos3' });
  }
  if (isExact) return image;
  const factor = shrinkOnLoad(format, Math.min(width / goal.width, height / goal.height));
  if (factor === 1) return image;
  // What libjpeg leaves over is made up by picking pixels: mixing them would be a second resampler.
  return image.resize(Math.ceil(width / factor), Math.ceil(height / factor), {
    fit: 'fill',
    kernel: 'nearest',
  });
}

/** Never reduced while it is decoded: what is left after that lies elsewhere by up to a pixel, and a part is small. */
function resizedPart(
  image: Sharp,
  cut: CutOut,
  orientation: number,
  goal: { width: number; height: number },
  resample: ImageInputSpec['resample'],
  isOneSize: boolean,
): Sharp {
  const part = image.extract(storedRect(cut, orientation));
  return resample === 'lanczos3' && isOneSize
    ? part.resize(goal.width, goal.height, { fit: 'fill', kernel: 'lanczos3' })
    : part;
}
