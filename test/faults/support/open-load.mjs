import { generateLoad } from '../../../bench/load/generator.mjs';

/**
 * Load of a mix from a process of its own, whose requests come when they are due.
 *
 * @param {{ url: string, model: string, picture: object }} stand
 * @param {{ perSecond: number, seconds: number, seed: number, mix: Record<string, number> } & Record<string, unknown>} job
 * @returns {Promise<{ startedAt: number, done: Promise<import('./timeline.mjs').Record[]> }>} once the first request is due;
 *   `startedAt` is of performance.now(), and times of records count from it
 */
export function openLoad({ url, model, picture }, job) {
  const run = `${job.seed}-${Date.now().toString(36)}`;
  return new Promise((resolve, reject) => {
    const settings = { kind: 'open', url, model, picture, isPoisson: true, run, ...job };
    const done = generateLoad(settings, () => resolve({ startedAt: performance.now(), done })).then(
      ({ records }) => records,
    );
    done.catch(reject);
  });
}
