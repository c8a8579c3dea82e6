import { waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { checkHistory, type Operation } from './support/session-history-check.mjs';
import { recordHistory } from './support/session-history-record.mjs';
import { coloursDir, post } from './support/sessions.js';
import { solid } from './support/small-server.js';
import { createDatabase } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';

const WAIT_MS = 60_000;
const TTL_SECONDS = 3600;
const CLIENTS = 20;
const OPERATIONS = 25;
const SEED = 20_261_129;

const view = (status: string, revision: number, more: object = {}) => {
  return { status, revision, predictions: 0, mark: 0, lastActivity: 0, expiresAt: 1000, ...more };
};
const operation = (kind: Operation['kind'], at: number, more: Partial<Operation> = {}): Operation => {
  return {
    client: 1,
    kind,
    session: 's',
    invokedAt: at,
    completedAt: at + 5,
    status: 200,
    isRecorded: true,
    ...more,
  };
};

describe('the history that clients see of sessions', () => {
  it(
    'is one that sessions may have, over three servers, while Redis is killed and started again',
    async () => {
      const modelDir = coloursDir();
      const database = await createDatabase(process.env['DATABASE_URL'] as string);
      const redis = await startRedis();
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
      const servers = await Promise.all([0, 1, 2].map(() => startServer({ modelDir, env })));
      await Promise.all(servers.map((each) => each.waitUntilReady()));
      await waitFor(
        async () => (await post(`${(servers[0] as RunningServer).url}/v1/sessions`)).status === 201,
        {
          timeoutMs: WAIT_MS,
          what: 'the database',
        },
      );
      const pictures = await Promise.all(
        ['red', 'green', 'blue'].map(async (name) => new Blob([Uint8Array.from(await solid(name))])),
      );
      const all = CLIENTS * OPERATIONS;
      let faults = Promise.resolve();
      const history = await recordHistory({
        urls: servers.map(({ url }) => url),
        clients: CLIENTS,
        operations: OPERATIONS,
        seed: SEED,
        ttlSeconds: TTL_SECONDS,
        pictures,
        onProgress: (done) => {
          if (done === Math.floor(all / 4)) faults = faults.then(() => redis.kill());
          if (done === Math.floor(all / 2)) faults = faults.then(() => redis.restart());
        },
      });
      await faults;
      expect(history).toHaveLength(all);
      // A machine that is too busy for its database refuses, and says so.
      expect(checkHistory(history, { ttlSeconds: TTL_SECONDS, mayBeAway: true })).toEqual([]);
      // It is no history of refusals alone.
      const done = (kind: Operation['kind']) =>
        history.filter((each) => each.kind === kind && each.status < 300);
      for (const kind of ['create', 'touch', 'describe', 'end', 'read'] as const) {
        expect([kind, done(kind).length]).toEqual([kind, expect.any(Number)]);
        expect(done(kind).length).toBeGreaterThan(0);
      }
      await Promise.all(servers.map((each) => each.stop()));
      await Promise.all([redis.stop(), database.drop()]);
      removeModelDir(modelDir);
    },
    4 * WAIT_MS,
  );
});

describe('checkHistory', () => {
  const created = operation('create', 0, { status: 201, seen: view('created', 1) });
  const ended = operation('end', 20, { seen: view('ended', 3) });

  it.each<[string, Operation[], RegExp]>([
    [
      'an end that is undone',
      [created, ended, operation('read', 40, { seen: view('active', 4) })],
      /after its end/,
    ],
    ['a picture after the end', [created, ended, operation('touch', 40)], /taken after its end/],
    ['two ends', [created, ended, operation('end', 22, { seen: view('ended', 4) })], /ended 2 times/],
    [
      'a revision that goes back',
      [operation('read', 0, { seen: view('active', 5) }), operation('read', 20, { seen: view('active', 4) })],
      /revision 4/,
    ],
    [
      'a change that raises nothing',
      [created, operation('describe', 20, { mark: 1, seen: view('created', 1, { mark: 1 }) })],
      /revision 1/,
    ],
    [
      'a revision with two states',
      [created, operation('read', 2, { seen: view('active', 1) })],
      /two states/,
    ],
    [
      'a status that goes back',
      [
        operation('read', 0, { seen: view('active', 5) }),
        operation('read', 20, { seen: view('created', 6) }),
      ],
      /created .* after active/,
    ],
    [
      'a lost picture',
      [created, operation('touch', 20), operation('read', 40, { seen: view('active', 3) })],
      /0 pictures where 1/,
    ],
    [
      'a picture that nobody sent',
      [created, operation('read', 40, { seen: view('active', 3, { predictions: 1 }) })],
      /1 pictures where 0/,
    ],
    [
      'a lost description',
      [
        created,
        operation('describe', 20, { mark: 7, seen: view('created', 2, { mark: 7 }) }),
        operation('read', 40, { seen: view('created', 3) }),
      ],
      /no description/,
    ],
    [
      'a stale description',
      [
        created,
        operation('describe', 20, { mark: 7, seen: view('created', 2, { mark: 7 }) }),
        operation('describe', 30, { mark: 8, seen: view('created', 3, { mark: 8 }) }),
        operation('read', 40, { seen: view('created', 4, { mark: 7 }) }),
      ],
      /replaced before/,
    ],
    [
      'too long a life',
      [operation('create', 2000, { status: 201, seen: view('created', 1, { expiresAt: 1003 }) })],
      /lives 1003 ms/,
    ],
    [
      'a refusal without a reason',
      [created, operation('touch', 20, { status: 409, code: 'SESSION_ENDED' })],
      /cannot be explained/,
    ],
    [
      'an error',
      [created, operation('touch', 20, { status: 503, code: 'SESSION_STORE_UNAVAILABLE' })],
      /cannot be explained/,
    ],
    [
      'an acknowledged session that is unknown',
      [created, operation('read', 20, { status: 404, code: 'SESSION_NOT_FOUND' })],
      /cannot be explained/,
    ],
  ])('finds %s', (_, history, violation) => {
    const found = checkHistory(history, { ttlSeconds: 1 });
    expect(found.join('\n')).toMatch(violation);
  });

  it('allows a refusal while the database may be away, and nothing else that fails', () => {
    const refused = operation('touch', 20, { status: 503, code: 'SESSION_STORE_UNAVAILABLE' });
    const failed = operation('touch', 40, { status: 500, code: 'INTERNAL_ERROR' });
    const found = checkHistory([created, refused, failed], { ttlSeconds: 1, mayBeAway: true });
    expect(found).toEqual([expect.stringMatching(/INTERNAL_ERROR cannot be explained/)]);
  });

  it('allows operations at the same time in either order', () => {
    const meanwhile = [
      operation('read', 21, { seen: view('active', 2) }),
      operation('touch', 19, { completedAt: 24 }),
      operation('touch', 22, { status: 409, code: 'SESSION_ENDED' }),
      operation('read', 40, { seen: view('ended', 3, { predictions: 0 }) }),
    ];
    // The picture may be counted or not: its session was ended while it was looked at.
    const history = [created, ended, ...meanwhile];
    expect(checkHistory(history, { ttlSeconds: 1 }).filter((text) => !/pictures/.test(text))).toEqual([]);
  });
});
