import { cachedMix } from '../support/dependencies.mjs';
import { isFailed, isShed } from '../support/timeline.mjs';

/** One after the other; Redis is well in between. */
const TOXICS = [
  ['latency 20 ± 15 ms', { kind: 'latency', ms: 20, jitterMs: 15 }],
  ['latency 200 ms', { kind: 'latency', ms: 200 }],
  ['slices of 3 bytes', { kind: 'slicer', bytes: 3, variation: 2 }],
  ['4 KB a second', { kind: 'bandwidth', bytesPerSecond: 4096 }],
  ['black hole', { kind: 'black-hole' }],
  ['reset at once', { kind: 'reset', ms: 0 }],
  ['cut after 2 KB', { kind: 'limit-data', bytes: 2048 }],
  ['slow close', { kind: 'slow-close', ms: 500 }],
];

export default {
  ids: ['C1', 'C2', 'C11'],
  about: 'the way to Redis has latency, slices, a narrow line, a black hole, resets, cut answers',
  async run(trial) {
    const stand = await trial.stand();
    const step = 0.9 / TOXICS.length;
    const load = await trial.load(stand, {
      perSecond: 40,
      mix: cachedMix,
      script: TOXICS.flatMap(([what, toxic], index) => [
        [0.05 + index * step, what, () => stand.redisProxy.add('toxic', toxic)],
        [0.05 + (index + 0.7) * step, 'none', () => stand.redisProxy.clear()],
      ]),
    });
    const bad = load.records.filter((record) => isFailed(record) || isShed(record));
    trial.holds('C1 C2 C11', 'requests without an answer', bad.length, bad.length === 0);
  },
};
