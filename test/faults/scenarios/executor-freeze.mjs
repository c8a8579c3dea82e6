import { executorsOf } from '../support/facts.mjs';
import { isAnswered, isFailed, summary } from '../support/timeline.mjs';

export default {
  ids: ['O7', 'H2'],
  about: 'an executor is stopped (SIGSTOP) under load: the others go on, and it is replaced',
  async run(trial) {
    const stand = await trial.stand({ env: { MODEL_MAX_CONCURRENT: '2', KILL_GRACE_MS: '1000' } });
    let frozen;
    const load = await trial.load(stand, {
      seconds: Math.max(trial.seconds, 15),
      perSecond: 30,
      mix: { predict: 100 },
      headers: { 'x-request-timeout-ms': 3000 },
      script: [
        [
          0.2,
          'SIGSTOP of one executor',
          () => {
            frozen = executorsOf(stand.server.pid)[0];
            process.kill(frozen, 'SIGSTOP');
          },
        ],
      ],
    });
    const bad = load.records.filter(isFailed);
    const others = bad.filter(({ status }) => status !== 504 && status !== 503);
    trial.holds(
      'O7',
      'requests without an answer beside the one or the batch inside (504)',
      others.length,
      others.length === 0,
    );
    trial.figure('O7', 'requests lost with it', bad.length, bad.length <= 8);
    const last = load.records.filter(({ dueMs }) => dueMs > 0.7 * load.seconds * 1000);
    trial.holds('O7', 'of the last requests', JSON.stringify(summary(last)), last.every(isAnswered));
    const left = executorsOf(stand.server.pid).includes(frozen);
    trial.holds('O7', 'the stopped process is gone', !left, !left);
  },
};
