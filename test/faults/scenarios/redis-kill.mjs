import { between } from '../support/trial.mjs';
import { cacheUsedAgainMs, cachedMix, worstAdded } from '../support/dependencies.mjs';
import { isFailed, isShed } from '../support/timeline.mjs';

export default {
  ids: ['C1'],
  about: 'Redis is killed under load and started again, empty',
  isSmoke: true,
  async run(trial) {
    const stand = await trial.stand();
    let usedAgainMs;
    const load = await trial.load(stand, {
      perSecond: 50,
      mix: cachedMix,
      script: [
        [0.33, 'Redis SIGKILL', () => stand.redis.kill()],
        [
          0.66,
          'Redis started',
          async () => {
            await stand.redis.restart();
            usedAgainMs = await cacheUsedAgainMs(stand);
          },
        ],
      ],
    });
    const bad = load.records.filter((record) => isFailed(record) || isShed(record));
    trial.holds('C1', 'requests without an answer', bad.length, bad.length === 0);
    trial.figure('C1', 'the cache is used again after, ms', Math.round(usedAgainMs), usedAgainMs <= 2000);
    const added = worstAdded(between(load, 0.05, 0.3), between(load, 0.36, 0.62));
    trial.figure('C1', 'P99 added while it is away, ms', added.p99, added.p99 <= 5);
  },
};
