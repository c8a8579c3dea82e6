import type { DecodeLimits } from '../executor-protocol.js';
import type { Box } from '../tasks/task-io.js';
import {
  decodeImage,
  decodeWhole,
  type DecodedImage,
  type DecodeOptions,
  type DecodeTarget,
} from './decode.js';
import { openImage } from './open-image.js';
import { cutOut, storedRect } from './region.js';

/** Most pixels of a picture that is kept unpacked between its parts: 72 MB in colour. */
const MOST_PIXELS = 24_000_000;

/** The parts of a picture come within one request; after this nothing more is expected of it. */
const KEEP_MS = 1000;

/** The picture of the last parts. */
interface Last {
  readonly bytes: Uint8Array;
  /** From the second part on; null for a picture too large to be kept. */
  whole: Promise<DecodedImage | null> | undefined;
}

/**
 * Decodes pictures, and one that several parts are asked of only twice: the first part decodes no more than it needs, the
 * second unpacks all of it, and the others are cut out of that. Same pixels as `decodeImage` gives for each part.
 */
export class PartDecoder {
  private last: Last | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: DecodeLimits,
    private readonly target: DecodeTarget,
  ) {}

  /** @throws AppError as `decodeImage` */
  async decode(bytes: Uint8Array, options: DecodeOptions): Promise<DecodedImage> {
    const { limits, target } = this;
    // libvips itself resizes for lanczos3, and a whole picture is often reduced while it is decoded.
    const isShared = options.region !== undefined && target.resample !== 'lanczos3';
    const whole = isShared ? await this.wholeOf(bytes) : null;
    return whole === null ? decodeImage(bytes, limits, target, options) : partOf(whole, options.region!);
  }

  /** null for the first part of a picture, and for one that is not kept. */
  private async wholeOf(bytes: Uint8Array): Promise<DecodedImage | null> {
    this.forgetLater();
    if (!this.last || !isSame(this.last.bytes, bytes)) {
      this.last = { bytes, whole: undefined };
      return null;
    }
    const last = this.last;
    last.whole ??= this.unpack(bytes);
    try {
      return await last.whole;
    } catch (error) {
      if (this.last === last) this.last = undefined;
      throw error;
    }
  }

  private async unpack(bytes: Uint8Array): Promise<DecodedImage | null> {
    const opened = await openImage(bytes, this.limits);
    const { width, height } = opened.header;
    return width * height > MOST_PIXELS ? null : decodeWhole(opened);
  }

  private forgetLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.last = undefined;
    }, KEEP_MS).unref();
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && Buffer.compare(one, other) === 0;

function partOf(whole: DecodedImage, region: Box): DecodedImage {
  const { data, width: across, channels, orientation, fullWidth, fullHeight } = whole;
  const cut = cutOut(region, fullWidth, fullHeight);
  const { left, top, width, height } = storedRect(cut, orientation);
  const row = width * channels;
  const part = new Uint8Array(row * height);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * across + left) * channels;
    part.set(data.subarray(from, from + row), y * row);
  }
  return {
    data: part,
    width,
    height,
    channels,
    orientation,
    fullWidth: cut.width,
    fullHeight: cut.height,
    cut,
  };
}
