import { checkHistory, isRefused } from '../../support/session-history-check.mjs';
import { randomOf, recordHistory } from '../../support/session-history-record.mjs';
import { FaultProxy } from '../proxy/fault-proxy.mjs';

const SERVERS = 3;
const TTL_SECONDS = 3600;
const CLIENTS = 20;
/** Seeds and operations of each client. */
const LONG = { seeds: 10, operations: 500 };
const SHORT = { seeds: 1, operations: 50 };
/** One begins after each of these parts of the history, and ends two steps later: so two are there at a time. */
const STEPS = [0.05, 0.13, 0.21, 0.29, 0.37, 0.45, 0.53, 0.61, 0.69, 0.77, 0.85, 0.93];
const LASTS_STEPS = 1.6;

export default {
  ids: ['C10'],
  about:
    'what 20 clients see of shared sessions over three servers that lose Redis, PostgreSQL or one of them alone',
  isSmoke: true,
  async run(trial) {
    const stand = await trial.stand({ servers: 0 });
    const ways = await Promise.all(Array.from({ length: SERVERS }, () => ownWays(stand, trial.seed)));
    await Promise.all(stand.servers.map((server) => server.start()));
    await stand.untilDatabase();
    const faults = faultsOf(stand, ways);
    const { seeds, operations } = trial.isSmoke ? SHORT : LONG;
    let violations = 0;
    let all = 0;
    let refused = 0;
    for (let seed = trial.seed; seed < trial.seed + seeds; seed += 1) {
      const { history, told } = await withFaults(stand, faults, operations, seed);
      await stand.untilDatabase();
      all += history.length;
      refused += history.filter(isRefused).length;
      const found = checkHistory(history, { ttlSeconds: TTL_SECONDS, mayBeAway: true });
      violations += found.length;
      trial.say(`seed ${seed}: ${told.join(', ')}`);
      trial.say(`seed ${seed}: ${tellOf(history)}; violations: ${found.length}`);
      for (const text of found.slice(0, 10)) trial.say(`seed ${seed}: ${text}`);
    }
    trial.holds(
      'C10',
      `violations in ${seeds} histories of ${all} operations, of which ${refused} were refused`,
      violations,
      violations === 0,
    );
  },
};

/** One more server with ways of its own to Redis and to PostgreSQL, which can be cut. */
async function ownWays(stand, seed) {
  const [redis, postgres] = await Promise.all(
    [stand.redis, stand.postgres].map(({ url }) =>
      FaultProxy.start({ port: Number(new URL(url).port), seed }),
    ),
  );
  stand.onEnd(() => Promise.all([redis.close(), postgres.close()]));
  stand.addServer({
    REDIS_URL: through(stand.redis.url, redis),
    DATABASE_URL: through(stand.postgres.url, postgres),
  });
  return { redis, postgres };
}

function through(url, proxy) {
  return Object.assign(new URL(url), { port: String(proxy.port) }).href;
}

/** What can be broken: by two faults at a time, then it is mended with the second. */
class Breakable {
  #faults = 0;

  /** @param {() => unknown} begin @param {() => unknown} end */
  constructor(begin, end) {
    this.begin = async () => (this.#faults += 1) === 1 && (await begin());
    this.end = async () => (this.#faults -= 1) === 0 && (await end());
  }
}

/** A fault of a name that breaks some things. */
const breaking = (what, ...things) => ({
  what,
  begin: () => Promise.all(things.map(({ begin }) => begin())),
  end: () => Promise.all(things.map(({ end }) => end())),
});

function faultsOf(stand, ways) {
  const cut = ways.map((way) =>
    mapped(
      way,
      (proxy) =>
        new Breakable(
          () => proxy.down(),
          () => proxy.up(),
        ),
    ),
  );
  const frozen = ways.map((way) =>
    mapped(
      way,
      (proxy) =>
        new Breakable(
          () => proxy.add('frozen', { kind: 'black-hole' }),
          () => thaw(proxy),
        ),
    ),
  );
  const killed = new Breakable(
    () => stand.redis.kill(),
    () => stand.redis.restart(),
  );
  return [
    ...Array.from({ length: 2 }, () => breaking('Redis killed', killed)),
    breaking('nobody has PostgreSQL', ...cut.map(({ postgres }) => postgres)),
    ...ways.flatMap((_, index) => [
      breaking(`${index} without Redis`, cut[index].redis),
      breaking(`${index} without PostgreSQL`, cut[index].postgres),
      breaking(`Redis frozen for ${index}`, frozen[index].redis),
      breaking(`PostgreSQL frozen for ${index}`, frozen[index].postgres),
    ]),
  ];
}

/** What was swallowed does not come back: the connections of before are of no use. */
function thaw(proxy) {
  proxy.clear();
  proxy.resetAll();
}

function mapped({ redis, postgres }, make) {
  return { redis: make(redis), postgres: make(postgres) };
}

async function withFaults(stand, faultsThere, operations, seed) {
  const total = CLIENTS * operations;
  const random = randomOf(seed);
  const told = [];
  const due = new Map();
  const at = (share, step) => due.set(Math.floor(share * total), step);
  STEPS.forEach((share) => {
    const fault = faultsThere[Math.floor(random() * faultsThere.length)];
    const until = share + LASTS_STEPS * (STEPS[1] - STEPS[0]);
    told.push(fault.what);
    at(share, fault.begin);
    at(Math.min(1, until), fault.end);
  });
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
      const event = due.get(done);
      if (event) faults = faults.then(event);
    },
  });
  await faults;
  return { history, told };
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
