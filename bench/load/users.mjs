import { Connection } from './connection.mjs';
import { requestMakers } from './mix.mjs';

/** A visit: one session from its beginning to its end, with what people do meanwhile. */
const VISIT = [
  'create',
  'cached',
  'cached',
  'detect',
  'history',
  'cached',
  'session',
  'cached',
  'predict',
  'cached',
  'history',
  'cached',
  'end',
];
const KNOWN_PICTURES = 8;

/**
 * People at their screens: each makes one visit after another over a connection of its own, and asks the next thing
 * `thinkMs` after the last answer. Requests before the end of the warm-up are not counted.
 */
export async function users(job, _nextRequest, tally, onStart, onEnd) {
  const { host, port, connections, seconds, warmupSeconds, thinkMs = 0 } = job;
  const make = requestMakers({ ...job, host: `${host}:${port}` });
  const started = performance.now();
  const countFrom = started + warmupSeconds * 1000;
  const end = countFrom + seconds * 1000;
  setTimeout(onStart, warmupSeconds * 1000);
  setTimeout(onEnd, (warmupSeconds + seconds) * 1000);

  const visitor = async (_none, number) => {
    let connection = new Connection(port, host);
    await connection.opened;
    // Nobody comes at the same moment as all the others.
    if (thinkMs > 0) await pause((thinkMs * number) / connections);
    for (let step = number, session = undefined; performance.now() < end; step += 1) {
      let kind = VISIT[step % VISIT.length];
      if (session === undefined && ['detect', 'session', 'end'].includes(kind)) kind = 'create';
      const id = `${job.seed}-${number}-${step}`.padStart(8, '0');
      const slot = kind === 'cached' ? `known-${step % KNOWN_PICTURES}` : id;
      const sent = performance.now();
      const answer = await connection.exchange(make[kind]({ id, slot, session }));
      const now = performance.now();
      if (kind === 'create' && answer.status === 201) session = JSON.parse(answer.body()).session_id;
      if (kind === 'end') session = undefined;
      if (sent >= countFrom && now < end) tally.add(answer, now - sent, sent - countFrom, { kind, id });
      if (!connection.isReusable) {
        connection.close();
        connection = new Connection(port, host);
        await connection.opened;
      }
      if (thinkMs > 0) await pause(thinkMs);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, visitor));
  return { notSent: 0 };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
