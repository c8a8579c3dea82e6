import { startNginx } from '../../support/services/nginx.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';
import { countKeys, predictOnce } from '../support/dependencies.mjs';
import { metric } from '../support/facts.mjs';
import { isFailed, isShed } from '../support/timeline.mjs';

const SESSIONS = 12;
const LIMIT = 30;

export default {
  ids: ['C10', 'C4'],
  about: 'three servers on one PostgreSQL and one Redis behind nginx: sessions, cache and limits are shared',
  async run(trial) {
    const stand = await trial.stand({ servers: 3, env: { TRUST_PROXY: 'true' } });
    const nginx = await startNginx(stand.servers.map(({ url }) => url));
    stand.onEnd(() => nginx.stop());
    await underLoad(trial, stand, nginx.url);
    await onThree(trial, stand);
    await sharedCache(trial, stand);
    await sharedLimit(trial, stand);
  },
};

/** Sessions are used by whichever server nginx picks; every picture has to be counted once. */
async function underLoad(trial, stand, url) {
  const sessions = [];
  for (let count = 0; count < SESSIONS; count += 1)
    sessions.push((await post(`${url}/v1/sessions`, { model: stand.model })).session_id);
  const load = await trial.load(stand, {
    url,
    perSecond: 40,
    mix: { detect: 40, session: 30, cached: 30 },
    sessions,
  });
  const bad = load.records.filter((record) => isFailed(record) || isShed(record));
  trial.holds('C10', 'requests without an answer', bad.length, bad.length === 0);
  const detected = load.records.filter(({ kind }) => kind === 'detect').length;
  const count = async () => {
    const all = await Promise.all(sessions.map((id) => get(`${url}/v1/sessions/${id}`)));
    return all.reduce((sum, { prediction_count: one }) => sum + one, 0);
  };
  await waitFor(async () => (await count()) === detected, { timeoutMs: 15_000, what: 'the counts' }).catch(
    () => undefined,
  );
  const counted = await count();
  trial.holds('C10', `pictures counted by the sessions, of ${detected}`, counted, counted === detected);
  const ends = await Promise.all(
    sessions.flatMap((id) => stand.servers.map((server) => send(`${server.url}/v1/sessions/${id}/end`))),
  );
  const ended = ends.filter(({ status }) => status === 200).length;
  trial.holds(
    'C10',
    `ends acknowledged of ${SESSIONS} sessions, each ended on three servers at once`,
    ended,
    ended >= SESSIONS,
  );
  const states = await Promise.all(
    sessions.flatMap((id) => stand.servers.map((server) => get(`${server.url}/v1/sessions/${id}`))),
  );
  const open = states.filter(({ status }) => status !== 'ended').length;
  trial.holds('C10', 'sessions not ended on some server', open, open === 0);
}

/** Made on one, used on another, ended on the third. */
async function onThree(trial, stand) {
  const [one, two, three] = stand.servers;
  const { session_id: id } = await post(`${one.url}/v1/sessions`, { model: stand.model });
  const form = new FormData();
  form.append('file', new Blob([stand.picture.before, Buffer.alloc(24, 'x'), stand.picture.after]), 'a.jpg');
  const detected = await fetch(`${two.url}/v1/sessions/${id}/detect`, { method: 'POST', body: form });
  const ended = await post(`${three.url}/v1/sessions/${id}/end`, {});
  const isShared = detected.status === 200 && ended.status === 'ended' && ended.prediction_count === 1;
  trial.holds(
    'C10',
    'made on one, used on another, ended on the third',
    `${detected.status}, ${ended.status}`,
    isShared,
  );
}

/** A picture that one server has seen is a hit on the others. */
async function sharedCache(trial, stand) {
  const slot = `shared-${Date.now()}`;
  const answers = [];
  for (const { url } of stand.servers) {
    const stored = await countKeys(stand);
    const { head } = await predictOnce({ model: stand.model, picture: stand.picture, url }, slot);
    answers.push(/\r\nx-cache: (\w+)/i.exec(head)?.[1]);
    // Nobody waits for the write.
    if (answers.length === 1)
      await waitFor(async () => (await countKeys(stand)) > stored, { what: 'the answer in Redis' });
  }
  trial.figure(
    'C4',
    'one picture on each server in turn',
    answers.join(', '),
    answers.join() === 'MISS,HIT,HIT',
  );
  // All at once: one run where a single flight reaches over processes.
  const before = await runs(stand);
  const again = `flight-${Date.now()}`;
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      predictOnce({ model: stand.model, picture: stand.picture, url: stand.servers[index % 3].url }, again),
    ),
  );
  const made = (await runs(stand)) - before;
  trial.figure('C4', 'runs for 30 identical requests over three servers at once', made, made === 1);
}

async function runs({ servers, model }) {
  const counts = await Promise.all(servers.map(({ url }) => metric(url, 'sibyl_batch_size_sum', { model })));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The allowance of an address holds over all servers together. */
async function sharedLimit(trial, stand) {
  const env = { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_REQUESTS: String(LIMIT), RATE_LIMIT_WINDOW: '60' };
  const limited = [stand.addServer(env), stand.addServer(env)];
  await Promise.all(limited.map((server) => server.start()));
  const statuses = [];
  for (let count = 0; count < 2 * LIMIT + 4; count += 1)
    statuses.push((await fetch(`${limited[count % 2].url}/v1/models`)).status);
  const passed = statuses.filter((status) => status === 200).length;
  trial.figure(
    'C10',
    `requests that pass a limit of ${LIMIT} over two servers`,
    passed,
    Math.abs(passed - LIMIT) <= 1,
  );
}

async function get(url) {
  return (await fetch(url)).json();
}

function send(url, body = {}) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function post(url, body) {
  return (await send(url, body)).json();
}
