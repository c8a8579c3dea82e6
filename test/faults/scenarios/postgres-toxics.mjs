import { expectEveryRow } from '../support/database-fault.mjs';
import { isFailed, isShed } from '../support/timeline.mjs';

const TOXICS = [
  ['latency 20 ± 15 ms', { kind: 'latency', ms: 20, jitterMs: 15 }],
  ['slices of 50 bytes', { kind: 'slicer', bytes: 50, variation: 40 }],
  ['32 KB a second', { kind: 'bandwidth', bytesPerSecond: 32_768 }],
  ['black hole', { kind: 'black-hole' }],
  ['reset at once', { kind: 'reset', ms: 0 }],
  ['cut after 20 KB', { kind: 'limit-data', bytes: 20_480 }],
  ['slow close', { kind: 'slow-close', ms: 500 }],
];

export default {
  ids: ['D1', 'D6'],
  about: 'the way to PostgreSQL has latency, slices, a narrow line, a black hole, resets, cut answers',
  async run(trial) {
    const stand = await trial.stand();
    const step = 0.9 / TOXICS.length;
    const load = await trial.load(stand, {
      perSecond: 40,
      mix: { predict: 90, history: 10 },
      script: TOXICS.flatMap(([what, toxic], index) => [
        [0.05 + index * step, what, () => stand.postgresProxy.add('toxic', toxic)],
        [0.05 + (index + 0.7) * step, 'none', () => stand.postgresProxy.clear()],
      ]),
    });
    const predictions = load.records.filter(({ kind }) => kind === 'predict');
    const bad = predictions.filter((record) => isFailed(record) || isShed(record));
    trial.holds('D1', 'predictions without an answer', bad.length, bad.length === 0);
    await expectEveryRow(trial, stand, load);
  },
};
