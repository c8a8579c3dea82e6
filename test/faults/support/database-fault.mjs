import { waitFor } from '../../support/services/wait-for.mjs';
import { metric, processFacts } from './facts.mjs';
import { isAnswered, isFailed, isShed, summary } from './timeline.mjs';
import { between } from './trial.mjs';

const WRITE_LIMIT_MS = 120_000;
/**
 * When the database is away, as shares of the time: once for longer than a query may take, and twice more, so that before and meanwhile
 * take turns. P95 of two hundred requests in a row is as much the machine's as the fault's.
 */
const AWAY = [
  [0.2, 0.55],
  [0.65, 0.75],
  [0.85, 0.95],
];
/** After it is back: what has waited is written, which is no "before". */
const CATCH_UP = 0.05;
const THERE = [
  [0.02, 0.2],
  ...AWAY.slice(0, -1).map(([, end], index) => [end + CATCH_UP, AWAY[index + 1][0]]),
];

/**
 * Predictions and history reads while the database is away for half of the time.
 *
 * @param {import('./trial.mjs').Trial} trial
 * @param {{ begin: [string, (stand: any) => unknown], end: [string, (stand: any) => unknown] }} fault
 */
export async function databaseFault(trial, { begin, end }) {
  const stand = await trial.stand();
  /** CPU time of the HTTP process at the edges of the first absence, and before it. */
  const cpu = [];
  const noteCpu = () => cpu.length < 3 && cpu.push(processFacts(stand.server.pid).cpuMs);
  const load = await trial.load(stand, {
    perSecond: 50,
    mix: { predict: 90, history: 10 },
    script: [
      [0.02, 'CPU time noted', noteCpu],
      ...AWAY.flatMap(([from, to]) => [
        [from, begin[0], () => (noteCpu(), begin[1](stand))],
        [to, end[0], () => (noteCpu(), end[1](stand))],
      ]),
    ],
  });
  const bad = load.records.filter(
    (record) => isFailed(record) || (record.kind === 'predict' && isShed(record)),
  );
  trial.holds(
    'D1',
    'predictions without an answer, history reads with neither rows nor 503',
    bad.length,
    bad.length === 0,
  );
  const refused = load.records.filter((record) => record.kind === 'history' && isShed(record));
  const slowest = Math.round(Math.max(0, ...refused.map(({ latencyMs }) => latencyMs)));
  trial.figure('D1', 'history reads answered 503 meanwhile', refused.length, refused.length > 0);
  trial.figure('D1', 'slowest 503 of the history, ms', slowest, slowest <= 6500);
  const predictions = (spans) =>
    spans.flatMap(([from, to]) => between(load, from, to)).filter(({ kind }) => kind === 'predict');
  const [away, there] = [summary(predictions(AWAY)), summary(predictions(THERE))];
  for (const name of ['p50', 'p95']) {
    const ratio = away[name] / there[name];
    const what = `${name.toUpperCase()} of predictions while it is away (${away.offered} requests, ${there.offered} beside), as a multiple`;
    trial.figure('D1', what, ratio.toFixed(2), ratio <= 1.05);
  }
  const cost = (spans, ms) => ms / spans.flatMap(([from, to]) => between(load, from, to)).length;
  const ratio = cost([AWAY[0]], cpu[2] - cpu[1]) / cost([THERE[0]], cpu[1] - cpu[0]);
  trial.figure(
    'D1',
    'CPU time of the HTTP process for a request while it is away, as a multiple',
    ratio.toFixed(2),
    ratio <= 1.05,
  );
  await expectEveryRow(trial, stand, load);
}

/** Every prediction that was answered is in the table, once. */
export async function expectEveryRow(trial, stand, { records }) {
  const answered = records.filter((record) => record.kind === 'predict' && isAnswered(record));
  const count = async () => {
    const rows = await stand.ask('SELECT request_id FROM predictions');
    return rows.map((row) => row.request_id);
  };
  const started = performance.now();
  await waitFor(
    async () =>
      (await metric(stand.url, 'sibyl_history_waiting_rows')) === 0 &&
      missingFrom(await count(), answered).length === 0,
    { timeoutMs: WRITE_LIMIT_MS, intervalMs: 200, what: 'the history to be written' },
  ).catch(() => undefined);
  const ids = await count();
  const missing = missingFrom(ids, answered);
  trial.holds(
    'D1',
    `rows missing of ${answered.length}, ${Math.round(performance.now() - started)} ms after the load`,
    missing.length,
    missing.length === 0,
  );
  trial.holds('D1', 'rows twice', ids.length - new Set(ids).size, ids.length === new Set(ids).size);
}

function missingFrom(ids, records) {
  const known = new Set(ids);
  return records.filter(({ id }) => !known.has(id));
}
