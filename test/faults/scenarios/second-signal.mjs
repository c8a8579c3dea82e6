import { isAlive } from '../../support/services/process-table.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';
import { executorsOf, statusOf } from '../support/facts.mjs';

export default {
  ids: ['H7'],
  about: 'a second SIGTERM while an executor is inside a run that never ends, ten times',
  async run(trial) {
    const stand = await trial.stand({ models: ['colours', 'loops'] });
    const { server } = stand;
    const turns = [];
    for (let turn = 0; turn < (trial.isSmoke ? 1 : 10); turn += 1) {
      if (turn > 0) await server.start();
      const hung = fetch(`${stand.url}/v1/models/loops/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ inputs: [{ name: 'x', shape: [1], data: [5] }] }),
      }).catch(() => undefined);
      await waitFor(async () => (await statusOf(stand.url, 'loops')).running === 1, { what: 'the run' });
      const pids = executorsOf(server.pid);
      server.signal('SIGTERM');
      await waitFor(() => server.logs().some(({ msg }) => msg === 'stopping'), { what: 'the stop' });
      const signalled = performance.now();
      server.signal('SIGTERM');
      const { code } = await server.exited;
      const endMs = performance.now() - signalled;
      await waitFor(() => !pids.some(isAlive), {
        timeoutMs: 20_000,
        intervalMs: 5,
        what: 'the end of the executors',
      });
      turns.push({ code, endMs, goneMs: performance.now() - signalled });
      await hung;
    }
    const worst = (name) => Math.round(Math.max(...turns.map((each) => each[name])));
    trial.holds(
      'H7',
      'exit codes',
      turns.map(({ code }) => code).join(' '),
      turns.every(({ code }) => code === 1),
    );
    trial.figure('H7', 'slowest end after the second signal, ms', worst('endMs'), worst('endMs') <= 1000);
    trial.figure('H7', 'slowest end of the executors after it, ms', worst('goneMs'), worst('goneMs') <= 1000);
  },
};
