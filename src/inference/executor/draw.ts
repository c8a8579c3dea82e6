import type { DecodeLimits } from '../executor-protocol.js';
import type { DetectionResult } from '../tasks/task-io.js';
import { openImage, pixelReader, undecodable } from './open-image.js';

/**
 * The upright picture with boxes and labels.
 *
 * @throws AppError as `decodeImage`
 */
export async function drawDetections(
  bytes: Uint8Array,
  limits: DecodeLimits,
  _result: DetectionResult,
  format: 'png' | 'jpeg',
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const opened = await openImage(bytes, limits);
  try {
    const picture = pixelReader(opened).autoOrient();
    const data = await (format === 'png' ? picture.png() : picture.jpeg({ quality: 90 })).toBuffer();
    return { bytes: data, mediaType: `image/${format}` };
  } catch (error) {
    throw undecodable(opened, error);
  }
}
