/**
 * What can be wrong with a TCP connection. A toxic works on one direction of it, piece by piece, in the order in which the
 * toxics were added. Kinds and names follow what fault proxies usually offer.
 *
 * @typedef {object} Toxic
 * @property {'latency' | 'bandwidth' | 'slow-close' | 'black-hole' | 'reset' | 'slicer' | 'limit-data'} kind
 * @property {number} [ms] latency: how late a piece arrives · slow-close: how late the end arrives · reset: after how long
 *   the connection is reset · black-hole: after how long it is closed, never when absent
 * @property {number} [jitterMs] latency: up to so much more or less
 * @property {number} [bytesPerSecond] bandwidth
 * @property {number} [bytes] slicer: mean size of a piece · limit-data: the connection is closed after so many
 * @property {number} [variation] slicer: a piece is up to so many bytes smaller or larger
 * @property {'up' | 'down' | 'both'} [direction] up: from the client to the server; both when absent
 */

/** A generator of numbers in [0, 1): the same ones for the same seed (mulberry32 by Tommy Ettinger, public domain). @param {number} seed */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Cuts a chunk into pieces of `bytes`, give or take `variation`.
 *
 * @param {Buffer} chunk @param {{ bytes?: number, variation?: number }} toxic @param {() => number} random
 * @returns {Buffer[]} together the chunk
 */
export function slice(chunk, { bytes = 1, variation = 0 }, random) {
  const pieces = [];
  for (let at = 0; at < chunk.length;) {
    const size = Math.max(1, Math.round(bytes + variation * (2 * random() - 1)));
    pieces.push(chunk.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** How late a piece arrives, in milliseconds. @param {{ ms?: number, jitterMs?: number }} toxic @param {() => number} random */
export function latencyOf({ ms = 0, jitterMs = 0 }, random) {
  return Math.max(0, ms + jitterMs * (2 * random() - 1));
}
