import { between } from '../support/trial.mjs';
import { cacheUsedAgainMs, cachedMix, worstAdded } from '../support/dependencies.mjs';
import { metric } from '../support/facts.mjs';
import { isFailed, isShed } from '../support/timeline.mjs';

export default {
  ids: ['C2'],
  about: 'Redis is stopped (SIGSTOP): its connections stay open and nothing answers',
  isSmoke: true,
  async run(trial) {
    const stand = await trial.stand();
    const heapMb = async () => (await metric(stand.url, 'nodejs_heap_size_used_bytes')) / 1048576;
    let [before, after, usedAgainMs] = [0, 0, 0];
    const load = await trial.load(stand, {
      perSecond: 50,
      mix: cachedMix,
      script: [
        [0.3, 'heap read', async () => (before = await heapMb())],
        [0.33, 'Redis SIGSTOP', () => stand.redis.freeze()],
        [0.65, 'heap read', async () => (after = await heapMb())],
        [
          0.66,
          'Redis SIGCONT',
          async () => {
            stand.redis.thaw();
            usedAgainMs = await cacheUsedAgainMs(stand);
          },
        ],
      ],
    });
    const bad = load.records.filter((record) => isFailed(record) || isShed(record));
    trial.holds('C2', 'requests without an answer', bad.length, bad.length === 0);
    const added = worstAdded(between(load, 0.05, 0.3), between(load, 0.33, 0.64));
    trial.figure('C2', 'P50 added while it is frozen, ms', added.p50, added.p50 <= 1);
    trial.figure('C2', 'P99 added while it is frozen, ms', added.p99, added.p99 <= 55);
    trial.figure('C2', 'heap growth while it is frozen, MB', Math.round(after - before), after - before < 20);
    trial.figure('C2', 'the cache is used again after, ms', Math.round(usedAgainMs), usedAgainMs <= 2000);
  },
};
