/** npm run test:soak: mixed traffic for a long time, and whether anything grows. See docs/reliability.md. */
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';

import { generateLoad } from '../../bench/load/generator.mjs';
import { round } from '../../bench/statistics.mjs';
import { freePort } from '../support/services/free-port.mjs';
import { executorsOf, metric, processFacts } from './support/facts.mjs';
import { LiveHeap } from './support/live-heap.mjs';
import { openLoad } from './support/open-load.mjs';
import { slopePerTenMinutes } from './support/slope.mjs';
import { failures, isAnswered, summary } from './support/timeline.mjs';
import { Trial } from './support/trial.mjs';

const MIX = { predict: 30, cached: 40, history: 10, detect: 10, session: 10 };
const SESSIONS = 20;
const SHARE = 0.7;
const SAMPLE_MS = 2000;
/** Collecting all garbage stops the server for a moment. */
const HEAP_EVERY = 5;
/** Of the time: heaps and pools find their size, and what is kept of the last answers and events is full. */
const WARM_UP = 0.4;
/** Full long before the warm-up is over; the default takes half an hour to fill, which would look like a leak. */
const CACHE_MEMORY_MB = '4';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
if (!(minutes >= 1 && minutes <= 24 * 60)) {
  console.error(`npm run test:soak -- [--minutes <1 to 1440>] [--seed <n>], not '${values.minutes}'`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const seconds = minutes * 60;
const trial = new Trial({
  seconds,
  seed: Number(values.seed),
  isSmoke: false,
  say: (text) => console.log(text),
});
try {
  await soak();
} finally {
  await trial.end();
}
process.exit(trial.findings.some(({ isMet, isFigure }) => !isMet && !isFigure) ? 1 : 0);

async function soak() {
  const inspectPort = await freePort();
  const stand = await trial.stand({
    models: ['hazard-detector'],
    env: { CACHE_MEMORY_MB, NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspectPort}` },
  });
  const sessions = await makeSessions(stand);
  const perSecond = SHARE * (await capacity(stand, sessions));
  console.log(`${perSecond.toFixed(1)} requests a second for ${minutes} minutes`);
  const { pid } = stand.server;
  const executors = executorsOf(pid);
  const heap = await LiveHeap.attach(pid, inspectPort);
  const { startedAt, done } = await openLoad(stand, {
    seed: trial.seed,
    mix: MIX,
    sessions,
    perSecond,
    seconds,
  });
  const series = {};
  const keep = (name, value) => (series[name] ??= []).push({ atMs: performance.now() - startedAt, value });
  for (let minute = 0, samples = 0; performance.now() - startedAt < seconds * 1000; samples += 1) {
    if (samples % HEAP_EVERY === 0) keep('HTTP process, heap without garbage, MB', await heap.measure());
    await sample(stand, executors, keep);
    const at = Math.floor((performance.now() - startedAt) / 60_000);
    if (at > minute) console.log(`minute ${(minute = at)}: ${latest(series)}`);
    await delay(SAMPLE_MS);
  }
  heap.close();
  const records = await done;
  const total = summary(records);
  trial.say(`together: ${JSON.stringify(total)} ${JSON.stringify(failures(records))}`);
  trial.holds('soak', 'requests that failed', total.failed, total.failed === 0);
  trial.figure('soak', 'requests that were refused', total.shed, total.shed === 0);
  const same = executorsOf(pid).filter((executor) => executors.includes(executor)).length;
  trial.figure(
    'soak',
    `executors that are the same ones, of ${executors.length}`,
    same,
    same === executors.length,
  );
  const warnings = stand.server.logs().filter(({ msg }) => /MaxListeners/.test(msg)).length;
  trial.holds('soak', 'warnings of too many listeners', warnings, warnings === 0);
  judge(series, seconds);
}

async function makeSessions({ url, model }) {
  const ids = [];
  for (let count = 0; count < SESSIONS; count += 1) {
    const response = await fetch(`${url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, ttl_seconds: 86_400 }),
    });
    ids.push((await response.json()).session_id);
  }
  return ids;
}

async function capacity({ url, model, picture }, sessions) {
  const job = {
    kind: 'closed',
    url,
    model,
    picture,
    mix: MIX,
    sessions,
    seed: trial.seed,
    run: `cap${Date.now() % 1e6}`,
  };
  const { records } = await generateLoad({ ...job, connections: 32, seconds: 8, warmupSeconds: 4 });
  return records.filter(isAnswered).length / 8;
}

async function sample({ url, server }, executors, keep) {
  const { rssMb, descriptors } = processFacts(server.pid);
  keep('HTTP process, RSS, MB', rssMb);
  const resources = (type) => metric(url, 'nodejs_active_resources', { type });
  // Connections are the generator's, which opens one whenever none is free and keeps it: descriptors count them.
  const connections = await resources('TCPSocketWrap');
  const all = await metric(url, 'nodejs_active_resources_total');
  keep('HTTP process, timers', await resources('Timeout'));
  keep('HTTP process, handles and timers without connections', all - connections);
  keep('HTTP process, descriptors without connections', descriptors - connections);
  for (const [index, pid] of executors.entries()) {
    try {
      const facts = processFacts(pid);
      keep(`executor ${index + 1}, RSS, MB`, facts.rssMb);
      keep(`executor ${index + 1}, descriptors`, facts.descriptors);
    } catch {
      // It was replaced: told at the end.
    }
  }
}

function latest(series) {
  return Object.entries(series)
    .map(([name, samples]) => `${name} ${round(samples.at(-1).value, 1)}`)
    .join(' · ');
}

/** Limits of the change in ten minutes. */
function judge(series, length) {
  for (const [name, samples] of Object.entries(series)) {
    const limit = /^executor.*RSS/.test(name) ? 2 : 1;
    const slope = slopePerTenMinutes(samples.filter(({ atMs }) => atMs > WARM_UP * length * 1000));
    trial.figure('soak', `${name}: change in ten minutes (limit ${limit})`, slope.toFixed(2), slope < limit);
  }
}
