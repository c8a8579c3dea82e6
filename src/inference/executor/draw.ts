import sharp from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import type { Detection, DetectionResult } from '../tasks/task-io.js';
import { Canvas, type Mask } from './draw-canvas.js';
import { fontFor } from './draw-font.js';
import { classColor, drawStyle, textColor, type DrawStyle } from './draw-style.js';
import { openImage, pixelReader, undecodable } from './open-image.js';

const WHITE = { r: 255, g: 255, b: 255 };
const LONGEST_LABEL = 48;

/** A point that is hardly to be seen is somewhere else; 0.25 is what Ultralytics' own plots leave out. */
const LEAST_POINT_SCORE = 0.25;

/** Level 3 is several times faster than sharp's default and a few per cent larger. */
const PNG_COMPRESSION = 3;
const JPEG_QUALITY = 90;

/**
 * Draws boxes, points, labels and scores on the upright picture, best score on top. The answer carries no metadata of the upload.
 *
 * @returns the encoded picture, of the upright picture's size
 * @throws AppError as `decodeImage`
 */
export async function drawDetections(
  bytes: Uint8Array,
  limits: DecodeLimits,
  result: DetectionResult,
  format: 'png' | 'jpeg',
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const canvas = await openCanvas(bytes, limits);
  const style = drawStyle(canvas.width, canvas.height);
  for (const detection of result.detections.toReversed()) await drawDetection(canvas, detection, style);
  const { data, width, height } = canvas;
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  const encoded =
    format === 'png'
      ? picture.png({ compressionLevel: PNG_COMPRESSION })
      : picture.jpeg({ quality: JPEG_QUALITY });
  return { bytes: await encoded.toBuffer(), mediaType: `image/${format}` };
}

async function openCanvas(bytes: Uint8Array, limits: DecodeLimits): Promise<Canvas> {
  const opened = await openImage(bytes, limits);
  try {
    const { data, info } = await pixelReader(opened)
      .autoOrient()
      .flatten({ background: WHITE })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return new Canvas(data, info.width, info.height);
  } catch (error) {
    throw undecodable(opened, error);
  }
}

async function drawDetection(canvas: Canvas, detection: Detection, style: DrawStyle): Promise<void> {
  const { box } = detection;
  const x1 = Math.round(box.x);
  const y1 = Math.round(box.y);
  const x2 = Math.max(x1 + 1, Math.round(box.x + box.width));
  const y2 = Math.max(y1 + 1, Math.round(box.y + box.height));
  const color = classColor(detection.class_id);
  canvas.frame(x1, y1, x2, y2, style.lineWidth, color);
  for (const point of detection.keypoints ?? []) {
    if ((point.score ?? 1) < LEAST_POINT_SCORE) continue;
    const left = Math.round(point.x) - style.lineWidth;
    const top = Math.round(point.y) - style.lineWidth;
    canvas.fill(left, top, left + 2 * style.lineWidth, top + 2 * style.lineWidth, color);
  }
  const text = await textMask(tagText(detection), style);
  const tagWidth = text.width + 2 * style.margin;
  // A tag stands on its box; without room there it hangs inside, and it is never pushed off the right edge.
  const left = Math.max(0, Math.min(x1, canvas.width - tagWidth));
  const top = y1 >= style.tagHeight ? y1 - style.tagHeight : y1;
  canvas.fill(left, top, left + tagWidth, top + style.tagHeight, color);
  const textTop = top + Math.round((style.tagHeight - text.height) / 2);
  canvas.stamp(text, left + style.margin, textTop, textColor(color));
}

/** Label and score on one line; characters that cannot be seen are left out. */
function tagText({ label, score }: Detection): string {
  const characters = [...label.replaceAll(/\p{C}/gu, '')];
  const name =
    characters.length > LONGEST_LABEL ? [...characters.slice(0, LONGEST_LABEL - 1), '…'] : characters;
  return `${name.join('')} ${score.toFixed(2)}`;
}

async function textMask(text: string, style: DrawStyle): Promise<Mask> {
  const { font, fontfile } = await fontFor(text);
  const markup = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const { data, info } = await sharp({
    text: { text: markup, font: `${font} ${style.fontSize}`, fontfile, dpi: 72 },
  })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
