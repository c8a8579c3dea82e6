import { checkHistory, lostItsDatabase } from '../../support/session-history-check.mjs';
import { recordHistory } from '../../support/session-history-record.mjs';

const TTL_SECONDS = 3600;
const CLIENTS = 20;
/** Seeds and operations of each client. */
const LONG = { seeds: 10, operations: 500 };
const SHORT = { seeds: 1, operations: 50 };
/** Parts of the history at which Redis is killed and at which it is started again, in turn. */
const FAULTS = [0.1, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9];

export default {
  ids: ['C10'],
  about: 'what 20 clients see of shared sessions over three servers while Redis is killed again and again',
  isSmoke: true,
  async run(trial) {
    const stand = await trial.stand({ servers: 3 });
    const { seeds, operations } = trial.isSmoke ? SHORT : LONG;
    const violations = [];
    let all = 0;
    let left = 0;
    for (let seed = trial.seed; seed < trial.seed + seeds; seed += 1) {
      const history = await withFaults(stand, operations, seed);
      if (lostItsDatabase(history)) {
        left += 1;
        trial.say(
          `seed ${seed}: PostgreSQL was away for a server, so this says nothing of Redis alone: ${tellOf(history)}`,
        );
        continue;
      }
      all += history.length;
      const found = checkHistory(history, { ttlSeconds: TTL_SECONDS });
      violations.push(...found.map((text) => `seed ${seed}: ${text}`));
      trial.say(`seed ${seed}: ${tellOf(history)}; violations: ${found.length}`);
    }
    for (const text of violations.slice(0, 20)) trial.say(text);
    trial.figure('C10', 'histories left out, as PostgreSQL was away for a server', left, left === 0);
    trial.holds(
      'C10',
      `violations in ${seeds - left} histories of ${all} operations`,
      violations.length,
      violations.length === 0,
    );
  },
};

async function withFaults(stand, operations, seed) {
  const total = CLIENTS * operations;
  const due = FAULTS.map((share) => Math.floor(share * total));
  let faults = Promise.resolve();
  const history = await recordHistory({
    urls: stand.servers.map(({ url }) => url),
    clients: CLIENTS,
    operations,
    seed,
    ttlSeconds: TTL_SECONDS,
    pictures: [
      new Blob([stand.picture.before, Buffer.alloc(stand.picture.slotLength, 'x'), stand.picture.after]),
    ],
    onProgress: (done) => {
      const index = due.indexOf(done);
      if (index < 0) return;
      faults = faults.then(() => (index % 2 === 0 ? stand.redis.kill() : stand.redis.restart()));
    },
  });
  await faults;
  return history;
}

/** How many of each kind were answered how. */
function tellOf(history) {
  const counts = new Map();
  for (const { kind, status } of history) {
    const key = `${kind} ${status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, count]) => `${key}: ${count}`)
    .join(', ');
}
