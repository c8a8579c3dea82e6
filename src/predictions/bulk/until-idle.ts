import { setTimeout as delay } from 'node:timers/promises';

import { LoadedVersion } from '../../models/loaded-version.js';
import { VersionComparisons } from '../../models/routing/version-comparisons.js';

const PAUSE_MS = 25;

/**
 * Waits until a run of the version would make nobody wait, or it is being replaced. Hold the version meanwhile: one that
 * has gone would be loaded again.
 *
 * @param patienceMs longest wait
 * @returns whether it is idle now
 * @throws the signal's reason
 */
export async function untilIdle(
  version: LoadedVersion,
  comparisons: Pick<VersionComparisons, 'isAffordable'>,
  signal: AbortSignal,
  patienceMs: number,
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    if (version.state === 'draining') return false;
    if (comparisons.isAffordable(version, version)) return true;
    if (performance.now() >= until) return false;
    await delay(PAUSE_MS, undefined, { signal, ref: false });
  }
}
