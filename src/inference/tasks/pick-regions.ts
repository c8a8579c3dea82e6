import type { RegionSpec } from '../model-spec.js';
import { roundPixel } from './rounding.js';
import type { Box, Detection, DetectionResult } from './task-io.js';

/** A part of a picture that is worth a look. */
export interface FoundRegion {
  /** In pixels of the upright picture, with what was added around; never sticking out. */
  readonly box: Box;
  readonly label: string;
  readonly score: number;
}

export type RegionRule = Pick<RegionSpec, 'label' | 'select' | 'expand' | 'maxRegions'>;

/**
 * The parts of a picture that a model is to look at.
 *
 * @returns for `largest` and `best` one at most, `largest` going by the area before anything is added; for `every` the
 *   best `maxRegions`, best score first; none when nothing of the label was found
 */
export function pickRegions({ detections, image }: DetectionResult, rule: RegionRule): FoundRegion[] {
  const found = detections.filter(({ label }) => rule.label === null || label === rule.label);
  return chosen(found, rule).map(({ box, label, score }) => ({
    box: expanded(box, rule.expand, image),
    label,
    score,
  }));
}

function chosen(found: readonly Detection[], { select, maxRegions }: RegionRule): Detection[] {
  const best = found.toSorted((a, b) => b.score - a.score);
  if (select === 'every') return best.slice(0, maxRegions);
  if (select === 'best') return best.slice(0, 1);
  return best.toSorted((a, b) => area(b.box) - area(a.box)).slice(0, 1);
}

const area = ({ width, height }: Box): number => width * height;

function expanded(box: Box, expand: number, image: { width: number; height: number }): Box {
  const [x, width] = span(box.x, box.width, expand, image.width);
  const [y, height] = span(box.y, box.height, expand, image.height);
  return { x, y, width, height };
}

function span(start: number, size: number, expand: number, end: number): [start: number, size: number] {
  const low = roundPixel(Math.max(0, start - size * expand));
  const high = roundPixel(Math.min(end, start + size * (1 + expand)));
  return [low, roundPixel(high - low)];
}
