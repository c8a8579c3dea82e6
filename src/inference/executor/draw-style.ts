import type { Color } from './draw-canvas.js';

/** Measures of what is drawn, in pixels of the picture. */
export interface DrawStyle {
  readonly fontSize: number;
  readonly lineWidth: number;
  /** Free space around the text of a tag. */
  readonly margin: number;
  readonly tagHeight: number;
}

const SMALLEST_FONT = 12;
const LARGEST_FONT = 96;
/** Lines of text that would fit on a square picture of the same area. */
const LINES_PER_PICTURE = 42;

/** Text and lines grow with the picture, so that they look the same when it is shown at one size. */
export function drawStyle(width: number, height: number): DrawStyle {
  const wanted = Math.round(Math.sqrt(width * height) / LINES_PER_PICTURE);
  const fontSize = Math.min(LARGEST_FONT, Math.max(SMALLEST_FONT, wanted));
  const margin = Math.max(3, Math.round(fontSize / 4));
  return {
    fontSize,
    lineWidth: Math.max(2, Math.round(fontSize / 8)),
    margin,
    tagHeight: Math.round(fontSize * 1.1) + margin,
  };
}

/** Turning the hue by the golden angle keeps neighbouring class ids apart, however many there are. */
const GOLDEN_ANGLE = 137.508;
const FIRST_HUE = 205;

/** Colour of a class: always the same one for the same id. */
export function classColor(classId: number): Color {
  return hslToRgb((FIRST_HUE + classId * GOLDEN_ANGLE) % 360, 0.8, 0.45);
}

/** Black or white, whichever stands out from the ground by more (WCAG 2.1, relative luminance). */
export function textColor(ground: Color): Color {
  const [red, green, blue] = ground.map((value) => (value / 255) ** 2.2) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? [0, 0, 0] : [255, 255, 255];
}

function hslToRgb(hue: number, saturation: number, lightness: number): Color {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
