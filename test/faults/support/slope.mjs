/** What a process holds at the least within so long, in milliseconds: garbage that waits to be collected is no leak. */
const WINDOW_MS = 20_000;

/**
 * Least-squares slope of the minima of windows of 20 s.
 *
 * @param {{ atMs: number, value: number }[]} samples
 * @returns {number} change in ten minutes; NaN where there are fewer than three windows
 */
export function slopePerTenMinutes(samples) {
  const windows = new Map();
  for (const { atMs, value } of samples) {
    const index = Math.floor(atMs / WINDOW_MS);
    windows.set(index, Math.min(windows.get(index) ?? Infinity, value));
  }
  if (windows.size < 3) return NaN;
  const points = [...windows].map(([index, value]) => [(index * WINDOW_MS) / 600_000, value]);
  const mean = (column) => points.reduce((sum, point) => sum + point[column], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
