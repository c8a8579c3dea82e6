import { waitFor } from '../../support/services/wait-for.mjs';
import { metric, statusOf } from '../support/facts.mjs';
import { isFailed } from '../support/timeline.mjs';

export default {
  ids: ['O9', 'H2'],
  about: 'every process of a model is killed as it comes up, beside ordinary load of another model',
  async run(trial) {
    const stand = await trial.stand({ models: ['colours', 'loops'] });
    const started = performance.now();
    const kills = [];
    const end = new AbortController();
    const killer = (async () => {
      while (!end.signal.aborted) {
        for (const { pid, state } of (await statusOf(stand.url, 'loops')).executors) {
          if (state === 'starting' || kills.some((kill) => kill.pid === pid)) continue;
          process.kill(pid, 'SIGKILL');
          kills.push({ pid, atMs: performance.now() - started });
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const load = await trial.load(stand, { perSecond: 20, mix: { predict: 50, cached: 50 } });
    const { state, reason } = await statusOf(stand.url, 'loops');
    const failed = await metric(stand.url, 'sibyl_model_state', { model: 'loops', state: 'failed' });
    end.abort();
    await killer;
    trial.holds(
      'O9',
      'state after more than five crashes in a minute',
      `${state} (${reason})`,
      state === 'failed',
    );
    trial.holds('O9', 'the metric that an alert looks at', failed, failed === 1);
    const gaps = kills.slice(1).map(({ atMs }, index) => Math.round(atMs - kills[index].atMs));
    trial.say(`ms between the kills: ${gaps.join(', ')}`);
    trial.holds('O9', 'processes started in all', kills.length, kills.length >= 6 && kills.length <= 20);
    const bad = load.records.filter(isFailed);
    trial.holds('O9', 'failed requests of the other model', bad.length, bad.length === 0);
    await waitFor(async () => (await statusOf(stand.url, 'loops')).state === 'ready', {
      timeoutMs: 60_000,
      what: 'the model to be ready again',
    });
    trial.holds('O9', 'ready again when a process stays up', true, true);
  },
};
