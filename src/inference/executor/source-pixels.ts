import type { DecodedImage } from './decode.js';

/** The pixels that a resampler reads: interleaved, rows without padding. */
export type SourcePixels = Pick<DecodedImage, 'data' | 'width' | 'height' | 'channels'>;

/** Parts of 65536 of red, green and blue in the luma of ITU-R BT.601, with the roundings of Pillow's `convert('L')`. */
const RED = 19595;
const GREEN = 38470;
const BLUE = 7471;

/**
 * A grey copy of a colour picture, by ITU-R BT.601 luma: what Pillow's `convert('L')` and OpenCV's IMREAD_GRAYSCALE give.
 * A picture that is grey already is returned as it is.
 */
export function toGrey(source: SourcePixels): SourcePixels {
  if (source.channels === 1) return source;
  const { data, width, height } = source;
  const grey = new Uint8Array(width * height);
  for (let from = 0, to = 0; to < grey.length; from += 3, to += 1) {
    grey[to] =
      ((data[from] as number) * RED +
        (data[from + 1] as number) * GREEN +
        (data[from + 2] as number) * BLUE +
        0x8000) >>>
      16;
  }
  return { data: grey, width, height, channels: 1 };
}
