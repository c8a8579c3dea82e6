import sharp, { type Metadata, type Sharp } from 'sharp';

import { AppError } from '../../common/errors.js';
import type { DecodeLimits } from '../executor-protocol.js';
import { cleanDecodeReason } from './decode-reason.js';
import { isSrgbProfile } from './icc-profile.js';
import { MEDIA_TYPES, sniffImage, type ImageKind } from './sniff.js';

/** sharp's name of the format that each kind is decoded as; other kinds are never accepted. */
const SHARP_FORMATS: Partial<Record<ImageKind, string>> = {
  jpeg: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  avif: 'heif',
};

/** A picture of which the header was read and found acceptable, and none of the pixels yet. */
export interface OpenedImage {
  readonly bytes: Uint8Array;
  readonly limits: DecodeLimits;
  readonly kind: ImageKind;
  readonly header: Metadata;
}

/**
 * Reads the header of an untrusted picture and checks kind and size.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE, TOO_MANY_PIXELS, UNDECODABLE_IMAGE (damaged header)
 */
export async function openImage(bytes: Uint8Array, limits: DecodeLimits): Promise<OpenedImage> {
  const kind = assertAccepted(bytes, limits.formats);
  let header: Metadata;
  try {
    header = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  } catch (error) {
    throw undecodable({ kind, limits }, error);
  }
  if (header.format !== SHARP_FORMATS[kind]) throw unsupported(String(header.format), limits.formats);
  if (header.width * header.height > limits.maxPixels) {
    throw new AppError('TOO_MANY_PIXELS', {
      width: header.width,
      height: header.height,
      max_megapixels: limits.maxPixels / 1e6,
    });
  }
  return { bytes, limits, kind, header };
}

/**
 * Tells the kind of the picture, when it is an accepted one, by its first bytes.
 *
 * @param formats as sharp names them
 * @throws AppError UNSUPPORTED_MEDIA_TYPE
 */
export function assertAccepted(bytes: Uint8Array, formats: readonly string[]): ImageKind {
  const kind = sniffImage(bytes);
  if (kind === null) throw unsupported('a file that is not a picture', formats);
  const format = SHARP_FORMATS[kind];
  if (format === undefined || !formats.includes(format)) throw unsupported(MEDIA_TYPES[kind], formats);
  return kind;
}

/**
 * A reader of the pixels, under every limit. Odd metadata and stray bytes between segments are forgiven, since every
 * viewer shows such pictures; missing or damaged pixels are not, since a detector would take grey bars for a scene.
 */
export function pixelReader({ bytes, limits, header }: OpenedImage): Sharp {
  return sharp(bytes, {
    failOn: 'truncated',
    limitInputPixels: limits.maxPixels,
    ignoreIcc: header.icc !== undefined && isSrgbProfile(header.icc),
  }).timeout({ seconds: limits.timeoutSeconds });
}

/** The error for whatever the decoder threw. */
export function undecodable(
  { kind, limits }: Pick<OpenedImage, 'kind' | 'limits'>,
  error: unknown,
): AppError {
  const reason = cleanDecodeReason(error, limits.timeoutSeconds);
  return new AppError('UNDECODABLE_IMAGE', { format: kind.toUpperCase(), reason }, { cause: error });
}

function unsupported(got: string, formats: readonly string[]): AppError {
  const accepted = (Object.keys(SHARP_FORMATS) as ImageKind[])
    .filter((kind) => formats.includes(SHARP_FORMATS[kind] as string))
    .map((kind) => MEDIA_TYPES[kind]);
  return new AppError('UNSUPPORTED_MEDIA_TYPE', { got, accepted });
}
