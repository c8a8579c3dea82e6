import sharp from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import { maskRuns } from '../tasks/masks/run-lengths.js';
import { type Mark, pictureMarks } from '../tasks/picture-marks.js';
import type { PictureResult } from '../tasks/task-io.js';
import { Canvas, type Mask } from './draw-canvas.js';
import { fontFor } from './draw-font.js';
import { classColor, drawStyle, textColor, type DrawStyle } from './draw-style.js';
import { openImage, pixelReader, undecodable } from './open-image.js';

const WHITE = { r: 255, g: 255, b: 255 };
const LONGEST_LINE = 53;
/** A score, and the space before it. */
const KEPT_END = 5;

/** A point that is hardly to be seen is somewhere else; 0.25 is what Ultralytics' own plots leave out. */
const LEAST_POINT_SCORE = 0.25;

/** How much of the colour lies over what a mask marks, 0-1. */
const MASK_COVER = 0.4;

/** Level 3 is several times faster than sharp's default and a few per cent larger. */
const PNG_COMPRESSION = 3;
const JPEG_QUALITY = 90;

/**
 * Draws an answer on the upright picture: boxes, points, labels and scores, best score on top; classes and values on the part that
 * they are of. The result carries no metadata of the upload.
 *
 * @returns the encoded picture, of the upright picture's size
 * @throws AppError as `decodeImage`
 */
export async function drawResult(
  bytes: Uint8Array,
  limits: DecodeLimits,
  result: PictureResult,
  format: 'png' | 'jpeg',
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const canvas = await openCanvas(bytes, limits);
  const style = drawStyle(canvas.width, canvas.height);
  for (const mark of pictureMarks(result)) await drawMark(canvas, mark, style);
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

async function drawMark(
  canvas: Canvas,
  { box, lines, colorIndex, points, mask }: Mark,
  style: DrawStyle,
): Promise<void> {
  const x1 = Math.round(box.x);
  const y1 = Math.round(box.y);
  const x2 = Math.max(x1 + 1, Math.round(box.x + box.width));
  const y2 = Math.max(y1 + 1, Math.round(box.y + box.height));
  const color = classColor(colorIndex);
  if (mask?.size[0] === canvas.height && mask.size[1] === canvas.width) {
    canvas.tint(maskRuns(mask), color, MASK_COVER);
  }
  canvas.frame(x1, y1, x2, y2, style.lineWidth, color);
  for (const point of points) {
    if ((point.score ?? 1) < LEAST_POINT_SCORE) continue;
    const left = Math.round(point.x) - style.lineWidth;
    const top = Math.round(point.y) - style.lineWidth;
    canvas.fill(left, top, left + 2 * style.lineWidth, top + 2 * style.lineWidth, color);
  }
  if (lines.length === 0) return;
  const texts = await Promise.all(lines.map((line) => textMask(visible(line), style)));
  const tagWidth = Math.max(...texts.map(({ width }) => width)) + 2 * style.margin;
  const tagHeight = lines.length * style.tagHeight;
  // A tag stands on its box; without room there it hangs inside, and it is never pushed off the right edge.
  const left = Math.max(0, Math.min(x1, canvas.width - tagWidth));
  const top = y1 >= tagHeight ? y1 - tagHeight : y1;
  canvas.fill(left, top, left + tagWidth, top + tagHeight, color);
  texts.forEach((text, index) => {
    const textTop = top + index * style.tagHeight + Math.round((style.tagHeight - text.height) / 2);
    canvas.stamp(text, left + style.margin, textTop, textColor(color));
  });
}

/** Characters that cannot be seen are left out; a long label is cut in its middle, so that its score stays. */
function visible(line: string): string {
  const characters = [...line.replaceAll(/\p{C}/gu, '')];
  if (characters.length <= LONGEST_LINE) return characters.join('');
  return [...characters.slice(0, LONGEST_LINE - KEPT_END - 1), '…', ...characters.slice(-KEPT_END)].join('');
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
