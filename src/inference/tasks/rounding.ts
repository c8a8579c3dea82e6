/** Four decimals: far finer than what two resamplers of one picture differ by. */
export const roundScore = (score: number): number => Math.round(score * 1e4) / 1e4;

/** A tenth of a pixel of the upright picture. */
export const roundPixel = (pixels: number): number => Math.round(pixels * 10) / 10;

/** Seven significant digits, all that float32 has: a value may be an age or a distance in metres. */
export const roundValue = (value: number): number => Number(value.toPrecision(7));
