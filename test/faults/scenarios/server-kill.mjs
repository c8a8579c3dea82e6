import { isAlive } from '../../support/services/process-table.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';
import { executorsOf } from '../support/facts.mjs';
import { openLoad } from '../support/open-load.mjs';
import { isAnswered } from '../support/timeline.mjs';
import { setTimeout as delay } from 'node:timers/promises';

const FLUSH_MS = 250;
const MARGIN_MS = 50;

export default {
  ids: ['O14', 'D3'],
  about: 'kill -9 of the server under load, 20 times, one executor inside a run that never ends',
  isSmoke: true,
  async run(trial) {
    const stand = await trial.stand({ models: ['colours', 'loops'] });
    const repeats = trial.isSmoke ? 2 : 20;
    const turns = [];
    for (let turn = 0; turn < repeats; turn += 1) {
      turns.push(await killOnce(trial, stand, turn));
      await stand.server.start();
      await stand.untilDatabase();
    }
    const gone = Math.round(Math.max(...turns.map(({ goneMs }) => goneMs)));
    trial.holds('O14', `executors left of ${turns.reduce((sum, { count }) => sum + count, 0)}`, 0, true);
    trial.figure('O14', 'slowest end of the executors after the kill, ms', gone, gone <= 1000);
    const rows = (await stand.ask('SELECT request_id FROM predictions')).map((row) => row.request_id);
    const known = new Set(rows);
    const lost = turns.flatMap(({ answered, killedMs }) =>
      answered.filter(({ id }) => !known.has(id)).map(({ answeredMs }) => killedMs - answeredMs),
    );
    const all = turns.reduce((sum, { answered }) => sum + answered.length, 0);
    const oldest = Math.round(Math.max(0, ...lost));
    trial.figure(
      'D3',
      `oldest of the ${lost.length} rows lost of ${all}, ms before the kill`,
      oldest,
      oldest <= FLUSH_MS + MARGIN_MS,
    );
    trial.holds('D3', 'rows twice', rows.length - known.size, rows.length === known.size);
  },
};

async function killOnce(trial, stand, turn) {
  const { server, url } = stand;
  const hung = fetch(`${url}/v1/models/loops/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: [{ name: 'x', shape: [1], data: [5] }] }),
  }).catch(() => undefined);
  const { startedAt, done } = await openLoad(stand, {
    seed: trial.seed + turn,
    mix: { predict: 1 },
    perSecond: 60,
    seconds: 3,
    patienceMs: 1000,
  });
  // Somewhere within the time between two flushes, and not always at the same place.
  await delay(1500 + ((turn * 97 + trial.seed * 31) % FLUSH_MS));
  const pids = executorsOf(server.pid);
  const killedAt = performance.now();
  await server.kill();
  await waitFor(() => !pids.some(isAlive), {
    timeoutMs: 20_000,
    intervalMs: 5,
    what: 'the end of the executors',
  });
  const goneMs = performance.now() - killedAt;
  const records = await done;
  await hung;
  const answered = records
    .filter(isAnswered)
    .map(({ id, dueMs, latencyMs }) => ({ id, answeredMs: dueMs + latencyMs }));
  return { goneMs, count: pids.length, answered, killedMs: killedAt - startedAt };
}
