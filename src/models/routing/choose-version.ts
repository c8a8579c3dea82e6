import { createHash } from 'node:crypto';

import type { Share } from './routing-state.js';

const HASH_BYTES = 6;
const HASH_RANGE = 2 ** (8 * HASH_BYTES);

/**
 * The version that a key belongs to. One key always gets the same answer while the shares stay, and keys are spread
 * over the versions by their weights. When weight moves from one version to another, only keys of the former change,
 * and only to the latter.
 *
 * @param shares at least one with a weight above 0
 * @see Schindelhauer and Schomaker, "Weighted distributed hash tables" (SPAA 2005): the logarithmic method
 */
export function chooseVersion(shares: readonly Share[], model: string, key: string): string {
  const taking = shares.filter(({ weight }) => weight > 0);
  let best = { version: taking[0]!.version, distance: Infinity };
  if (taking.length === 1) return best.version;
  for (const { version, weight } of taking) {
    const distance = -Math.log(uniform(model, version, key)) / weight;
    if (distance < best.distance) best = { version, distance };
  }
  return best.version;
}

/** A number between 0 and 1, both excluded; for other texts another one, as if by chance. */
function uniform(...texts: readonly string[]): number {
  const hash = createHash('sha256').update(JSON.stringify(texts)).digest();
  return (hash.readUIntBE(0, HASH_BYTES) + 0.5) / HASH_RANGE;
}
