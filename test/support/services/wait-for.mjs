import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until the answer is truthy, and returns that answer. An exception counts as "not yet" and is the cause of the final one.
 *
 * @template T
 * @param {() => T | Promise<T>} condition
 * @param {{ timeoutMs?: number, intervalMs?: number, what: string }} options `what` ends the sentence "waited … for"
 * @returns {Promise<NonNullable<T>>}
 */
export async function waitFor(condition, { timeoutMs = 10_000, intervalMs = 20, what }) {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    let cause;
    try {
      const answer = await condition();
      if (answer) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= endsAt)
      throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`, { cause });
    await delay(intervalMs);
  }
}
