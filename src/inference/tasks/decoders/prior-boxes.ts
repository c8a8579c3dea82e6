import type { ImageInputSpec, PriorSpec } from '../../model-spec.js';
import type { Corners } from './box-format.js';
import { centred } from './box-format.js';

/** cx cy side side of every prior, in pixels of the input, four numbers each. */
export type Priors = Float64Array;

const made = new WeakMap<PriorSpec, Priors>();

/**
 * The boxes that an SSD head predicts offsets from: around the middle of each cell, row by row, a square of each size. Made
 * once for each spec object.
 *
 * @see PriorBox of biubug6/Pytorch_Retinaface (MIT), layers/functions/prior_box.py
 */
export function priorsOf(
  spec: PriorSpec,
  { width, height }: Pick<ImageInputSpec, 'width' | 'height'>,
): Priors {
  const known = made.get(spec);
  if (known) return known;
  const values = spec.strides.flatMap((stride, level) => {
    const across = Math.ceil(width / stride);
    const cells = across * Math.ceil(height / stride);
    return Array.from({ length: cells }, (_, cell) => {
      const x = ((cell % across) + 0.5) * stride;
      const y = (Math.floor(cell / across) + 0.5) * stride;
      return (spec.sizes[level] ?? []).flatMap((side) => [x, y, side, side]);
    }).flat();
  });
  const priors = Float64Array.from(values);
  made.set(spec, priors);
  return priors;
}

/** The box that four offsets mean, in pixels of the input. */
export function decodeOffsets(
  priors: Priors,
  anchor: number,
  offsets: readonly [number, number, number, number],
  [place, size]: PriorSpec['variances'],
): Corners {
  const at = anchor * 4;
  const width = priors[at + 2]!;
  const height = priors[at + 3]!;
  return centred(
    priors[at]! + offsets[0] * place * width,
    priors[at + 1]! + offsets[1] * place * height,
    width * Math.exp(offsets[2] * size),
    height * Math.exp(offsets[3] * size),
  );
}

/** Points that are offsets from the middle of a prior too: x y for each. */
export function decodePoints(
  priors: Priors,
  anchor: number,
  offsets: readonly number[],
  [place]: PriorSpec['variances'],
): number[] {
  const at = anchor * 4;
  return offsets.map((offset, i) => priors[at + (i % 2)]! + offset * place * priors[at + 2 + (i % 2)]!);
}
