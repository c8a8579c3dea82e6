import { waitFor } from '../../support/services/wait-for.mjs';
import { metric } from './facts.mjs';
import { isAnswered, isFailed, isShed, summary } from './timeline.mjs';
import { between } from './trial.mjs';

const WRITE_LIMIT_MS = 120_000;

/**
 * Predictions and history reads while the database is away for half of the time.
 *
 * @param {import('./trial.mjs').Trial} trial
 * @param {{ begin: [string, (stand: any) => unknown], end: [string, (stand: any) => unknown] }} fault
 */
export async function databaseFault(trial, { begin, end }) {
  const stand = await trial.stand();
  const load = await trial.load(stand, {
    perSecond: 50,
    mix: { predict: 90, history: 10 },
    script: [
      [0.25, begin[0], () => begin[1](stand)],
      [0.75, end[0], () => end[1](stand)],
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
  const p95 = (from, to) => summary(between(load, from, to).filter(({ kind }) => kind === 'predict')).p95;
  const ratio = p95(0.25, 0.75) / p95(0.02, 0.25);
  trial.figure('D1', 'P95 of predictions while it is away, as a multiple', ratio.toFixed(2), ratio <= 1.05);
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
