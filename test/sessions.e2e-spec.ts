import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { coloursDir, createSession, detect, JSON_TYPE, post } from './support/sessions.js';
import { createDatabase } from './support/services/postgres.mjs';

const WAIT_MS = 60_000;
const SHAPE = [
  'session_id',
  'status',
  'metadata',
  'model',
  'version',
  'tracking',
  'created_at',
  'last_activity',
  'expires_at',
  'ended_at',
  'end_reason',
  'revision',
  'prediction_count',
  'summary',
];

let modelDir: string;

beforeAll(() => {
  modelDir = coloursDir();
});
afterAll(() => removeModelDir(modelDir));

describe('sessions', () => {
  let database: { url: string; drop(): Promise<void> };
  let server: RunningServer;

  beforeAll(async () => {
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    server = await startServer({ modelDir, env: { DATABASE_URL: database.url } });
    await server.waitUntilReady();
    await waitFor(async () => (await post(`${server.url}/v1/sessions`)).status === 201, {
      what: 'the database',
    });
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  const get = (id: string) => send(`${server.url}/v1/sessions/${id}`);

  it('takes null for whatever may be left out', async () => {
    const given = { metadata: null, model: null, version: null, ttl_seconds: null };
    const { status, body } = await post(`${server.url}/v1/sessions`, {
      ...given,
      tracking: { confirm_pictures: null, high_score: null },
    });
    expect([status, body]).toMatchObject([
      201,
      { metadata: {}, model: null, tracking: { confirm_pictures: 2, high_score: 0.5 } },
    ]);
  });

  it('go from created over active to ended, with one shape on every route', async () => {
    const metadata = { site: 'north', tags: [1, null, { a: '__proto__' }] };
    const created = await post(`${server.url}/v1/sessions`, { metadata, ttl_seconds: 60 });
    expect(created.body).toMatchObject({ status: 'created', metadata, prediction_count: 0, ended_at: null });
    const id: string = created.body.session_id;
    const prediction = await detect(server, id, 'red');
    expect([prediction.status, prediction.body.result.classes[0].label]).toEqual([200, 'red']);
    expect(prediction.headers.get('x-session-state')).toBe('recorded');
    await detect(server, id, '#ee0000');
    await detect(server, id, 'blue', '?model=colours&version=1');
    const active = await get(id);
    expect(active.body).toMatchObject({
      status: 'active',
      prediction_count: 3,
      summary: { labels: { red: { count: 2, pictures: 2 }, blue: { count: 1, pictures: 1 } } },
    });
    const described = await send(`${server.url}/v1/sessions/${id}`, {
      method: 'PATCH',
      body: JSON.stringify({ metadata: { site: 'south' } }),
      headers: JSON_TYPE,
    });
    expect(described.body.metadata).toEqual({ site: 'south' });
    const ended = await post(`${server.url}/v1/sessions/${id}/end`);
    expect(ended.body).toMatchObject({ status: 'ended', end_reason: 'requested', prediction_count: 3 });
    expect(ended.body.summary.duration_seconds).toBeGreaterThan(0);
    const listed = await send(`${server.url}/v1/sessions?limit=200`);
    const all = [created, active, described, ended, await get(id)].map(({ body }) => body);
    for (const session of [...all, listed.body.items[0]]) expect(Object.keys(session)).toEqual(SHAPE);
  });

  it('are over for good once ended', async () => {
    const id = await createSession(server);
    await post(`${server.url}/v1/sessions/${id}/end`);
    const answers = [
      await detect(server, id, 'red'),
      await post(`${server.url}/v1/sessions/${id}/end`),
      await send(`${server.url}/v1/sessions/${id}`, {
        method: 'PATCH',
        body: '{"metadata":{}}',
        headers: JSON_TYPE,
      }),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual(
      Array.from({ length: 3 }, () => [409, 'SESSION_ENDED']),
    );
    expect((await get(id)).body).toMatchObject({ status: 'ended', prediction_count: 0 });
  });

  it('keep predictions that are found by session, and give each its id', async () => {
    const [one, other] = [await createSession(server), await createSession(server)];
    const ids = [];
    for (const colour of ['red', 'green'])
      ids.unshift((await detect(server, one, colour)).body.prediction_id);
    await detect(server, other, 'blue');
    const found = await waitFor(
      async () => {
        const { body } = await send(`${server.url}/v1/sessions/${one}/predictions`);
        return body.items.length === 2 ? body.items : undefined;
      },
      { timeoutMs: WAIT_MS, what: 'both predictions in the history' },
    );
    expect(found.map((item: { prediction_id: string }) => item.prediction_id)).toEqual(ids);
    expect(found[0].session_id).toBe(one);
    const same = await send(`${server.url}/v1/predictions?session_id=${one}`);
    expect(same.body.items).toEqual(found);
  });

  it('expire after their time without activity, and say so', async () => {
    const id = await createSession(server, { ttl_seconds: 1 });
    await waitFor(async () => (await get(id)).body.status === 'ended', { what: 'the end of the session' });
    expect((await get(id)).body).toMatchObject({ end_reason: 'expired' });
    const { status, body } = await detect(server, id, 'red');
    expect([status, body.error.code]).toEqual([410, 'SESSION_EXPIRED']);
    const { body: page } = await send(`${server.url}/v1/sessions?status=ended&limit=200`);
    expect(page.items.map((item: { session_id: string }) => item.session_id)).toContain(id);
  });

  it('are ended by the clean-up when their time is over, also when nobody asks for them', async () => {
    const env = { DATABASE_URL: database.url, SESSION_CLEANUP_INTERVAL: '1' };
    const cleaning = await startServer({ modelDir, env });
    const id = await createSession(server, { ttl_seconds: 1 });
    // Only a change of the row raises the revision.
    const ended = await waitFor(
      async () => {
        const { body } = await get(id);
        return body.revision === 2 ? body : undefined;
      },
      { timeoutMs: WAIT_MS, what: 'the clean-up' },
    );
    expect(ended).toMatchObject({ status: 'ended', end_reason: 'expired', ended_at: ended.expires_at });
    await cleaning.stop();
  });

  it('live longer with every use', async () => {
    const id = await createSession(server, { ttl_seconds: 3600 });
    const before = (await get(id)).body;
    await detect(server, id, 'red');
    const after = (await get(id)).body;
    expect(Date.parse(after.expires_at)).toBeGreaterThan(Date.parse(before.expires_at));
    expect(Date.parse(after.last_activity)).toBeGreaterThan(Date.parse(before.last_activity));
  });

  it('are listed newest first, page by page, by status and model', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.unshift(await createSession(server, { model: 'paged' }));
    await post(`${server.url}/v1/sessions/${ids[0]}/end`);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await send(`${server.url}/v1/sessions?model=paged&limit=2${cursor}`);
      seen.push(...body.items.map((item: { session_id: string }) => item.session_id));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(ids);
    const created = await send(`${server.url}/v1/sessions?model=paged&status=created`);
    expect(created.body.items).toHaveLength(4);
  });

  it('add up what many pictures at once show', async () => {
    const id = await createSession(server);
    const colours = Array.from({ length: 30 }, (_, i) => `rgb(${200 + i},0,0)`);
    const answers = await Promise.all(colours.map((colour) => detect(server, id, colour)));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect((await get(id)).body).toMatchObject({
      prediction_count: 30,
      summary: { labels: { red: { count: 30, pictures: 30 } } },
    });
  });

  it('can be forgotten', async () => {
    const id = await createSession(server);
    expect((await send(`${server.url}/v1/sessions/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await get(id)).body.error.code).toBe('SESSION_NOT_FOUND');
  });

  it.each([
    ['metadata that is text', { metadata: 'text' }, 'metadata'],
    ['too much metadata', { metadata: { text: 'x'.repeat(20_000) } }, 'metadata'],
    ['metadata with NUL', { metadata: { text: '\0' } }, 'metadata'],
    ['no time to live', { ttl_seconds: 0 }, 'ttl_seconds'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('refuse %s, naming it', async (_, body, field) => {
    const { status, body: answer } = await post(`${server.url}/v1/sessions`, body);
    expect([status, answer.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.error.message).toContain(field);
  });

  it.each(['nobody', '01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f', "'; DROP TABLE sessions; --"])(
    'answer 404 for %s',
    async (id) => {
      const { status, body } = await get(encodeURIComponent(id));
      expect([status, body.error.code]).toEqual([404, 'SESSION_NOT_FOUND']);
    },
  );

  it('have an allowance of their own, one for all servers that share a Redis', async () => {
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: process.env['REDIS_URL'] as string,
      RATE_LIMIT_ENABLED: 'true',
      SESSION_RATE_LIMIT_REQUESTS: '2',
    };
    const limited = await Promise.all([startServer({ modelDir, env }), startServer({ modelDir, env })]);
    await Promise.all(limited.map((each) => each.waitUntilReady()));
    const [one, other] = limited as [RunningServer, RunningServer];
    const [mine, yours] = [await createSession(one), await createSession(one)];
    const statuses = [];
    for (const [each, id] of [
      [one, mine],
      [other, mine],
      [one, mine],
      [other, mine],
      [one, yours],
    ] as const) {
      const { status, headers } = await detect(each, id, 'red');
      statuses.push(status);
      if (status !== 429) continue;
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headers.get('ratelimit-policy')).toBe('"session";q=2;w=60');
    }
    expect(statuses).toEqual([200, 200, 429, 429, 200]);
    await Promise.all(limited.map((each) => each.stop()));
  });

  it('are shared: made by one server, used on another, ended on a third', async () => {
    const env = { DATABASE_URL: database.url };
    const others = await Promise.all([startServer({ modelDir, env }), startServer({ modelDir, env })]);
    await Promise.all(others.map((other) => other.waitUntilReady()));
    const [second, third] = others as [RunningServer, RunningServer];
    const id = await createSession(server);
    expect((await detect(second, id, 'red')).status).toBe(200);
    const ended = await post(`${third.url}/v1/sessions/${id}/end`);
    expect(ended.body).toMatchObject({ status: 'ended', prediction_count: 1 });
    for (const each of [server, second, third]) {
      expect((await detect(each, id, 'red')).body.error.code).toBe('SESSION_ENDED');
    }
    await Promise.all(others.map((other) => other.stop()));
  });
});
