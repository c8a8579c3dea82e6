import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { balancedLoad } from '../support/balanced-load.mjs';
import { openLoad } from '../support/open-load.mjs';
import { isAnswered } from '../support/timeline.mjs';

const DRAIN_DELAY_MS = 3000;

export default {
  ids: ['H5', 'H6', 'D2'],
  about:
    'SIGTERM under load, 20 times: 50 clients behind a balancer that asks for readiness, and others that nobody tells',
  isSmoke: true,
  async run(trial) {
    const stand = await trial.stand({ env: { DRAIN_DELAY_MS: String(DRAIN_DELAY_MS) } });
    const repeats = trial.isSmoke ? 2 : 20;
    const turns = [];
    for (let turn = 0; turn < repeats; turn += 1) {
      if (turn > 0) await stand.server.start();
      await stand.untilDatabase();
      turns.push(await stopOnce(trial, stand, turn));
    }
    const sum = (name) => turns.reduce((total, each) => total + each[name], 0);
    const worst = (name) => Math.round(Math.max(...turns.map((each) => each[name])));
    trial.say(JSON.stringify(turns.map(({ answered, ...rest }) => ({ ...rest, answered: answered.length }))));
    trial.holds(
      'H5',
      'stops',
      `${turns.filter(({ code }) => code === 0).length} of ${repeats} with code 0`,
      turns.every(({ code }) => code === 0),
    );
    trial.holds(
      'H5',
      `requests without an answer of clients behind a balancer, of ${sum('balanced')} answered`,
      sum('balancedFailed'),
      sum('balancedFailed') === 0,
    );
    trial.holds(
      'H5',
      `requests on a connection that broke, of ${turns.reduce((n, { answered }) => n + answered.length, 0)} answered`,
      sum('broken'),
      sum('broken') === 0,
    );
    trial.figure(
      'H5',
      'requests of clients that nobody told, on a connection that came as the port closed, and that the server never saw',
      sum('unseen'),
      sum('unseen') === 0,
    );
    trial.figure(
      'H5',
      'requests on a kept-alive connection that the server closed at that moment',
      sum('stale'),
      sum('stale') === 0,
    );
    trial.figure('H5', 'slowest to be not ready, ms', worst('notReadyMs'), worst('notReadyMs') <= 100);
    trial.figure('H5', 'slowest end after the last answer, ms', worst('exitMs'), worst('exitMs') <= 500);
    trial.holds(
      'H6',
      'connections without a request that held the end up',
      0,
      turns.every(({ code }) => code === 0),
    );
    const rows = new Set(
      (await stand.ask('SELECT request_id FROM predictions')).map((row) => row.request_id),
    );
    const missing = turns.flatMap(({ answered }) => answered).filter(({ id }) => !rows.has(id));
    trial.holds(
      'D2',
      'answered predictions that are not in the history',
      missing.length,
      missing.length === 0,
    );
  },
};

async function stopOnce(trial, stand, turn) {
  const { server, url } = stand;
  const { startedAt, done } = await openLoad(stand, {
    seed: trial.seed + turn,
    mix: { predict: 1 },
    perSecond: 60,
    seconds: 6,
  });
  const balanced = balancedLoad(stand, { seed: `${trial.seed}-${turn}` });
  const idle = connect(server.port, '127.0.0.1').on('error', () => undefined);
  await once(idle, 'connect');
  await delay(1000 + ((turn * 137) % 500));
  const signalled = performance.now();
  server.signal('SIGTERM');
  while (await isReady(url)) await delay(5);
  const notReadyMs = performance.now() - signalled;
  const { code } = await server.exited;
  const exited = performance.now() - startedAt;
  if (code !== 0) trial.say(`stop ${turn} ended with ${code}: ${JSON.stringify(server.logs().slice(-5))}`);
  idle.destroy();
  const records = await done;
  const { answered: balancedAnswered, failed, toldAt } = await balanced;
  if (failed.length > 0) trial.say(`behind the balancer: ${failed.join(', ')}`);
  const answered = records.filter(isAnswered);
  const lastAnswer = Math.max(...answered.map(({ dueMs, latencyMs }) => dueMs + latencyMs));
  const portClosed = signalled - startedAt + DRAIN_DELAY_MS;
  const of = (reason) => records.filter((record) => record.status === 0 && record.reason === reason);
  // What the kernel had taken for the server when the port closed is reset by the kernel.
  const resets = of('reset');
  const unseen = resets.filter(({ dueMs }) => dueMs > portClosed - 1000).length;
  return {
    code,
    notReadyMs: Math.round(notReadyMs),
    // The port is open until the delay has passed, so an end before that would show as one that came too early.
    exitMs: Math.round(exited - Math.max(lastAnswer, portClosed)),
    broken: resets.length - unseen + of('cut').length + of('no answer').length,
    unseen,
    stale: of('stale').length,
    refused: of('refused').length,
    answered,
    toldMs: Math.round(toldAt - signalled),
    balanced: balancedAnswered,
    balancedFailed: failed.length,
  };
}

/** A probe whose connection breaks says no too. */
async function isReady(url) {
  return fetch(`${url}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );
}
