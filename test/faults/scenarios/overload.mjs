import { setTimeout as delay } from 'node:timers/promises';

import { generateLoad } from '../../../bench/load/generator.mjs';
import { percentiles, round } from '../../../bench/statistics.mjs';
import { metric, processFacts, statusOf } from '../support/facts.mjs';
import { isAnswered, isFailed, isShed, summary } from '../support/timeline.mjs';

const FACTORS = [0.5, 1, 2, 4, 10];
const QUEUE = 100;

export default {
  ids: ['O1', 'O2', 'O3', 'O4', 'O5', 'H1'],
  about:
    'the starter model at 0.5, 1, 2, 4 and 10 times what it can do, with a probe of liveness every 100 ms',
  async run(trial) {
    const stand = await trial.stand({
      models: ['hazard-detector'],
      env: { MAX_REQUEST_QUEUE_SIZE: String(QUEUE) },
    });
    const capacity = await trial.capacityOf(stand, { connections: 32, seconds: 6 });
    trial.say(`capacity in a closed loop of 32 connections: ${capacity.toFixed(1)}/s`);
    const steps = [];
    for (const factor of FACTORS) steps.push(await measure(trial, stand, factor, capacity));
    const rssBefore = steps[0].rssMb;
    const after = await recovery(trial, stand, capacity);
    judge(trial, steps, after, rssBefore);
  },
};

async function measure(trial, stand, factor, capacity) {
  const { url, model, picture } = stand;
  const { seconds } = trial;
  const started = await counters(stand);
  const flood = generateLoad({
    kind: 'open',
    url,
    model,
    picture,
    isPoisson: true,
    seed: trial.seed + factor,
    run: `${factor}-${Date.now().toString(36)}`.replace('.', '_'),
    mix: { predict: 1 },
    perSecond: factor * capacity,
    seconds,
  });
  const probes = generateLoad({
    kind: 'open',
    url,
    path: '/health/live',
    perSecond: 10,
    seconds,
    isPoisson: false,
    seed: 1,
  });
  let deepest = 0;
  const endAt = performance.now() + seconds * 1000;
  while (performance.now() < endAt) {
    deepest = Math.max(deepest, (await statusOf(url, model).catch(() => ({ waiting: 0 }))).waiting);
    await delay(250);
  }
  const [{ records, okPerSecond }, live] = await Promise.all([flood, probes]);
  const ended = await counters(stand);
  const total = summary(records);
  const result = {
    factor,
    ...total,
    goodput: round(okPerSecond, 1),
    refusalMs: percentiles(records.filter(isShed).map(({ latencyMs }) => latencyMs)),
    liveMs: percentiles(live.okMs),
    liveBad: live.otherMs.length + live.notSent,
    deepest,
    runs: ended.runs - started.runs,
    rssMb: Math.round(processFacts(stand.server.pid).rssMb),
  };
  trial.say(JSON.stringify(result));
  return { ...result, records };
}

async function counters({ url, model }) {
  return { runs: await metric(url, 'sibyl_batch_size_sum', { model }) };
}

/** Half of the capacity again, from the moment at which the flood ends: how long until it is as it was. */
async function recovery(trial, stand, capacity) {
  return trial.load(stand, { perSecond: 0.5 * capacity, mix: { predict: 1 }, seconds: 10 });
}

function judge(trial, steps, after, rssBefore) {
  const [half, full, , four, ten] = steps;
  const best = Math.max(...steps.map(({ goodput }) => goodput));
  for (const { factor, goodput } of [four, ten]) {
    const share = round(goodput / best, 2);
    trial.figure('O2', `goodput at ${factor} x, as a share of the best`, share, share >= 0.9);
  }
  const failed = steps
    .flatMap(({ records }) => records.filter(isFailed))
    .filter(({ status }) => status !== 504);
  const names = JSON.stringify(countBy(failed));
  trial.holds(
    'O1 O2',
    'requests neither answered nor refused (504 apart)',
    `${failed.length} ${failed.length > 0 ? names : ''}`,
    failed.every(({ reason }) => reason === 'not sent'),
  );
  const deepest = Math.max(...steps.map((step) => step.deepest));
  trial.holds('O1', `most that waited, of ${QUEUE}`, deepest, deepest <= QUEUE);
  const budget = round((1000 * QUEUE) / best + 2 * half.p99);
  trial.figure(
    'O2',
    `P99 of the admitted at 10 x, ms (queue budget and twice the unloaded: ${budget})`,
    ten.p99,
    ten.p99 <= budget,
  );
  trial.figure(
    'O2',
    'memory of the HTTP process above that at 0.5 x, MB',
    ten.rssMb - rssBefore,
    ten.rssMb - rssBefore < 150,
  );
  trial.figure('O3', 'P99 of a refusal at 10 x, ms', ten.refusalMs.p99, ten.refusalMs.p99 <= 20);
  trial.figure('O3', 'P99 of a refusal at 2 x, ms', steps[2].refusalMs.p99, steps[2].refusalMs.p99 <= 20);
  trial.figure('H1', 'P99 of /health/live at 10 x, ms', ten.liveMs.p99, ten.liveMs.p99 <= 50);
  const bad = steps.reduce((sum, { liveBad }) => sum + liveBad, 0);
  trial.holds('H1 O4', 'probes of liveness without 200', bad, bad === 0);
  // Every run has an answer: nothing was computed for a request that had been given up.
  const answered = steps.flatMap(({ records }) => records.filter(isAnswered)).length;
  const runs = steps.reduce((sum, step) => sum + step.runs, 0);
  trial.figure('O5', 'runs beyond the answered requests', runs - answered, runs - answered <= 8);
  const back = after.records.filter(({ dueMs }) => dueMs >= 5000);
  const ratio = round(summary(back).p95 / half.p95, 2);
  trial.figure('O2', 'P95 at 0.5 x, 5 s after the flood, as a multiple of before', ratio, ratio <= 1.2);
  trial.say(`goodput at 1 x: ${full.goodput}/s`);
}

function countBy(records) {
  const counts = {};
  for (const { status, reason } of records) counts[status || reason] = (counts[status || reason] ?? 0) + 1;
  return counts;
}
