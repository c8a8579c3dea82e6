import { setTimeout as delay } from 'node:timers/promises';

import { generateLoad } from '../load/generator.mjs';
import { percentiles, round } from '../statistics.mjs';
import { readSteps, stepsBetween } from './session-steps.mjs';

const CROWDS = [50, 100];
/** Between an answer and the next thing that a person does. */
const THINK_MS = 1000;
const WARMUP_SECONDS = 3;
const SAMPLE_MS = 500;

/**
 * Fifty and a hundred people at their screens: sessions from beginning to end, with known and new pictures and pages of
 * the history. How long they wait, and how much of the database pool they use.
 */
export async function measureUsers({ options, server, model, picture, say }, crowds = CROWDS) {
  const results = [];
  for (const count of crowds) {
    const watch = watchPool(server.url);
    const stepsBefore = await readSteps(server.url);
    const load = await generateLoad({
      kind: 'users',
      url: server.url,
      model: model.name,
      picture,
      seed: `u${Date.now().toString(36)}-${count}`,
      connections: count,
      thinkMs: THINK_MS,
      seconds: options.seconds,
      warmupSeconds: WARMUP_SECONDS,
    });
    const pool = await watch.end();
    const sessionSteps = stepsBetween(stepsBefore, await readSteps(server.url));
    results.push({ users: count, ...told(load.records, options.seconds), pool, sessionSteps });
    say(JSON.stringify(results.at(-1)));
  }
  return results;
}

function told(records, seconds) {
  const good = records.filter(isGood);
  const times = good.map(({ latencyMs }) => latencyMs);
  const kinds = [...new Set(records.map(({ kind }) => kind))];
  return {
    perSecond: round(good.length / seconds, 1),
    meanMs: round(times.reduce((sum, ms) => sum + ms, 0) / times.length, 1),
    ...percentiles(times),
    errors: records.length - good.length,
    errorsBy: countBy(records.filter((record) => !isGood(record))),
    byKind: Object.fromEntries(
      kinds.map((kind) => {
        const { p50, p95 } = percentiles(
          good.filter((record) => record.kind === kind).map(({ latencyMs }) => latencyMs),
        );
        return [kind, { p50, p95 }];
      }),
    ),
  };
}

function isGood({ status }) {
  return status >= 200 && status < 300;
}

function countBy(records) {
  const counts = {};
  for (const { kind, status, reason } of records) {
    const name = `${kind} ${status || reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Samples how many connections of the pool are in use. */
function watchPool(url) {
  const samples = [];
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      samples.push(await readPool(url));
      await delay(SAMPLE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await running;
      const inUse = samples.map(({ total, idle }) => total - idle);
      const max = Math.max(...samples.map((sample) => sample.max));
      return {
        max,
        meanInUse: round(inUse.reduce((sum, count) => sum + count, 0) / samples.length, 2),
        mostInUse: Math.max(...inUse),
        mostWaiting: Math.max(...samples.map(({ waiting }) => waiting)),
        meanShare: round(inUse.reduce((sum, count) => sum + count, 0) / samples.length / max, 3),
        mostShare: round(Math.max(...inUse) / max, 3),
      };
    },
  };
}

async function readPool(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (state) =>
    Number(new RegExp(`^sibyl_database_pool_connections\\{state="${state}"\\} (\\S+)$`, 'm').exec(text)?.[1]);
  return { total: of('total'), idle: of('idle'), waiting: of('waiting'), max: of('max') };
}
