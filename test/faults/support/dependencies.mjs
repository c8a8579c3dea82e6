import { createClient } from 'redis';

import { requestMakers } from '../../../bench/load/mix.mjs';
import { Connection } from '../../../bench/load/connection.mjs';
import { round } from '../../../bench/statistics.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';
import { summary } from './timeline.mjs';

/** Half of the pictures are known, half are new: each needs Redis, for reading or for writing. */
export const cachedMix = { predict: 50, cached: 50 };

/** How much longer requests took, kind by kind, in the worst kind. @returns {{ p50: number, p99: number }} in milliseconds */
export function worstAdded(before, during) {
  const added = (name) =>
    Math.max(
      ...['predict', 'cached'].map((kind) => {
        const of = (records) => summary(records.filter((record) => record.kind === kind))[name];
        return of(during) - of(before);
      }),
    );
  return { p50: round(added('p50'), 1), p99: round(added('p99'), 1) };
}

/** Until an answer of now is found in Redis itself, asked past the fault proxy. @returns {Promise<number>} milliseconds */
export async function cacheUsedAgainMs(stand) {
  const started = performance.now();
  const client = createClient({ url: stand.redis.url, socket: { reconnectStrategy: 20 } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const keysBefore = new Set(await client.keys('*pred:v1*'));
    let count = 0;
    await waitFor(
      async () => {
        await predictOnce(stand, `again-${process.pid}-${(count += 1)}`);
        return (await client.keys('*pred:v1*')).some((key) => !keysBefore.has(key));
      },
      { timeoutMs: 30_000, what: 'an answer in Redis' },
    );
    return performance.now() - started;
  } finally {
    await client.disconnect();
  }
}

/** Cached predictions in Redis itself, asked past the fault proxy. */
export async function countKeys(stand) {
  const client = createClient({ url: stand.redis.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.keys('*pred:v1*')).length;
  } finally {
    await client.disconnect();
  }
}

/** One new picture. @returns its answer */
export async function predictOnce({ url, model, picture }, id, headers = {}) {
  const { hostname, port, host } = new URL(url);
  const connection = new Connection(Number(port), hostname);
  await connection.opened;
  const make = requestMakers({ host, model, picture, headers });
  const answer = await connection.exchange(make.predict({ id: id.padStart(8, '0'), slot: id }));
  connection.close();
  return answer;
}
