/** Standard normal quantile of 0.975: both sides of 95 %. */
const Z = 1.959963984540054;

export const INTERVAL_LEVEL = 0.95;

/**
 * Where the true share lies, with a confidence of 95 %, when `successes` of `trials` were seen. Unlike the usual formula
 * it stays within 0 and 1 and means something for few trials.
 *
 * @see E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927)
 * @returns undefined without trials
 */
export function wilsonInterval(
  successes: number,
  trials: number,
): { readonly low: number; readonly high: number } | undefined {
  if (trials <= 0) return undefined;
  const share = successes / trials;
  const squared = Z * Z;
  const centre = share + squared / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + squared / (4 * trials * trials));
  const scale = 1 + squared / trials;
  // At the ends rounding would leave a trace beside 0 and 1.
  return {
    low: successes === 0 ? 0 : (centre - spread) / scale,
    high: successes === trials ? 1 : (centre + spread) / scale,
  };
}
