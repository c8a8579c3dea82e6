import { metric, statusOf } from '../support/facts.mjs';
import { isAnswered } from '../support/timeline.mjs';

export default {
  ids: ['O8', 'O10'],
  about: 'an executor that serves is killed every second, for three times the usual length',
  async run(trial) {
    const stand = await trial.stand({ env: { MODEL_MAX_CONCURRENT: '2' } });
    const seconds = trial.seconds * 3;
    const { pid } = stand.server;
    let killed = 0;
    const kill = async () => {
      const { executors } = await statusOf(stand.url, stand.model);
      const serving = executors.filter(({ state }) => state !== 'starting');
      if (serving.length === 0) return;
      process.kill(serving[(trial.seed + killed) % serving.length].pid, 'SIGKILL');
      killed += 1;
    };
    const load = await trial.load(stand, {
      seconds,
      perSecond: 40,
      mix: { predict: 100 },
      script: Array.from({ length: Math.floor(seconds) - 2 }, (_, index) => [
        (index + 1) / seconds,
        'SIGKILL',
        kill,
      ]),
    });
    const share = load.records.filter(isAnswered).length / load.records.length;
    trial.holds('O8', 'executors killed', killed, killed > 0);
    trial.figure('O8', 'share of requests that were answered', share.toFixed(4), share >= 0.99);
    const restarts = await metric(stand.url, 'sibyl_executor_restarts_total', { reason: 'crash' });
    trial.holds('O8', 'crashes that the metric counted', restarts, restarts > 0);
    trial.holds('O8', 'the server is the same process', stand.server.pid, stand.server.pid === pid);
  },
};
