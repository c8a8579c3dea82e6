import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {import('./session-history-check.mjs').Operation} Operation */
/** @typedef {import('./session-history-check.mjs').SessionView} SessionView */

/** Which of the operations comes next, in hundredths: what a session sees mostly is pictures and reads. */
const MIX = /** @type {const} */ ([
  ['create', 8],
  ['touch', 37],
  ['read', 30],
  ['describe', 17],
  ['end', 8],
]);
/** Sessions that clients share. Few, so that they meet. */
const OPEN_SESSIONS = 12;
const REQUEST_LIMIT_MS = 30_000;
/** How long a client that was refused waits, or a history would be one of refusals. */
const REFUSED_MS = 50;

/**
 * Lets clients do random things with sessions that they share, on whichever server, and writes down what each of them saw.
 *
 * @param {object} options
 * @param {readonly string[]} options.urls of the servers
 * @param {number} options.clients @param {number} options.operations of each client
 * @param {number} options.seed of the same choices; what comes of them depends on time
 * @param {number} options.ttlSeconds of the sessions
 * @param {readonly Blob[]} options.pictures to be sent
 * @param {(done: number) => void} [options.onProgress] operations that are done
 * @returns {Promise<Operation[]>} in the order of answers
 */
export async function recordHistory({ urls, clients, operations, seed, ttlSeconds, pictures, onProgress }) {
  /** @type {Operation[]} */
  const history = [];
  /** @type {string[]} */
  const sessions = [];
  let marks = 0;
  const one = async (/** @type {number} */ client, /** @type {() => number} */ random) => {
    const pick = (/** @type {readonly any[]} */ list) => list[Math.floor(random() * list.length)];
    const kind = sessions.length === 0 ? 'create' : kindOf(random());
    const url = pick(urls);
    const known = kind === 'create' ? '' : pick(sessions.slice(-OPEN_SESSIONS));
    const mark = kind === 'describe' ? ++marks : undefined;
    const invokedAt = Date.now();
    const answer = await ask(url, kind, known, { mark, ttlSeconds, picture: pick(pictures) });
    const session = kind === 'create' ? (answer.body?.session_id ?? `none of client ${client}`) : known;
    const seen = kind === 'touch' || answer.status >= 300 ? undefined : viewOf(answer.body);
    history.push({
      client,
      kind,
      session,
      invokedAt,
      completedAt: Date.now(),
      status: answer.status,
      isRecorded: answer.isRecorded,
      isDeferred: answer.isDeferred,
      ...(answer.body?.error ? { code: answer.body.error.code } : {}),
      ...(mark === undefined ? {} : { mark }),
      ...(seen ? { seen } : {}),
    });
    if (kind === 'create' && answer.status === 201) sessions.push(session);
    onProgress?.(history.length);
    if (answer.status === 503) await delay(REFUSED_MS);
  };
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const random = randomOf(seed * 1000 + client);
      for (let i = 0; i < operations; i += 1) await one(client, random);
    }),
  );
  return history;
}

/** @param {number} part 0-1 @returns {Operation['kind']} */
function kindOf(part) {
  let sum = 0;
  for (const [kind, share] of MIX) {
    sum += share / 100;
    if (part < sum) return kind;
  }
  return 'read';
}

/**
 * @param {string} url @param {Operation['kind']} kind @param {string} id
 * @param {{ mark: number | undefined, ttlSeconds: number, picture: Blob }} content
 * @returns {Promise<{ status: number, body: any, isRecorded: boolean, isDeferred: boolean }>}
 */
async function ask(url, kind, id, { mark, ttlSeconds, picture }) {
  const form = new FormData();
  if (kind === 'touch') form.append('file', picture, 'a.png');
  const [path, init] = /** @type {Record<Operation['kind'], [string, RequestInit]>} */ ({
    create: ['', { method: 'POST', ...json({ ttl_seconds: ttlSeconds, metadata: { mark: 0 } }) }],
    touch: [`/${id}/detect`, { method: 'POST', body: form }],
    describe: [`/${id}`, { method: 'PATCH', ...json({ metadata: { mark } }) }],
    end: [`/${id}/end`, { method: 'POST' }],
    read: [`/${id}`, {}],
  })[kind];
  try {
    const signal = AbortSignal.timeout(REQUEST_LIMIT_MS);
    const response = await fetch(`${url}/v1/sessions${path}`, { ...init, signal });
    const state = response.headers.get('x-session-state');
    const [isRecorded, isDeferred] = [state === 'recorded', state === 'deferred'];
    return { status: response.status, body: await response.json(), isRecorded, isDeferred };
  } catch {
    return { status: 0, body: null, isRecorded: false, isDeferred: false };
  }
}

/** @param {object} body */
function json(body) {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** @param {any} body @returns {SessionView} */
function viewOf(body) {
  return {
    status: body.status,
    revision: body.revision,
    predictions: body.prediction_count,
    mark: body.metadata.mark,
    lastActivity: Date.parse(body.last_activity),
    expiresAt: Date.parse(body.expires_at),
  };
}

/** Mulberry32 of T. Ettinger: 32 bits of state are enough to choose operations. @param {number} seed @returns {() => number} 0-1 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
