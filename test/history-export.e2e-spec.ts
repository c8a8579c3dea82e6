import { send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { seedPredictions } from './support/services/seed-predictions.mjs';

const ROWS = 20_000;

describe('GET /v1/predictions/export', () => {
  let modelDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;

  beforeAll(async () => {
    modelDir = makeModelDir([]);
    database = await createDatabase(process.env.DATABASE_URL!);
    server = await startServer({
      modelDir,
      env: { DATABASE_URL: database.url, DATABASE_POOL_SIZE: '1', DATABASE_POOL_OVERFLOW: '0' },
    });
    await waitFor(async () => (await send(`${server.url}/v1/predictions`)).status === 200, {
      what: 'the history',
      timeoutMs: 30_000,
    });
    const lastAt = Date.now() - 60_000;
    await seedPredictions(database.url, { count: ROWS, lastAt });
    await seedPredictions(database.url, { count: 3, lastAt: lastAt + 1000, model: 'odd', label: '=1+1,"x"' });
  });

  afterAll(async () => {
    await server?.kill();
    await database?.drop();
    if (modelDir) removeModelDir(modelDir);
  });

  const url = (parameters: string) => `${server.url}/v1/predictions/export?${parameters}`;

  /** An export of which only the first bytes have been read. */
  const begin = async () => {
    const client = new AbortController();
    const response = await fetch(url('model=hazards'), { signal: client.signal });
    const reader = response.body!.getReader();
    await reader.read();
    return { status: response.status, leave: () => client.abort() };
  };

  it('writes every row once, newest first, as lines of JSON', async () => {
    const answer = await send(url('model=hazards'));
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="predictions-\d{4}-\d\d-\d\d\.ndjson"$/,
    );
    const lines = (answer.body as string).trimEnd().split('\n');
    const ids = lines.map((line) => JSON.parse(line).prediction_id as string);
    expect(new Set(ids).size).toBe(ROWS);
    expect(ids).toEqual(ids.toSorted().toReversed());
    const [first] = (await send(`${server.url}/v1/predictions?model=hazards&limit=1`)).body.items;
    expect(JSON.parse(lines[0]!)).toEqual(first);
  });

  it('writes CSV that a spreadsheet does not run, narrowed by the filters of the history', async () => {
    const answer = await send(url('format=csv&model=odd'));
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...rows] = (answer.body as string).trimEnd().split('\r\n');
    expect(head).toMatch(/^prediction_id,created_at,request_id,session_id,model,version,.*,result$/);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toContain(`,"'=1+1,""x""",0.875,"'=1+1,""x""",`);
    expect((await send(url('format=csv&model=none'))).body).toBe(`${head}\r\n`);
  });

  it.each([
    ['format=xlsx', 400, 'VALIDATION_FAILED'],
    ['limit=5', 400, 'VALIDATION_FAILED'],
    ['from=yesterday', 400, 'VALIDATION_FAILED'],
  ])('answers %s with %s %s', async (parameters, status, code) => {
    const answer = await send(url(parameters));
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('leaves the one connection of the pool to others between its pages, and only two run at a time', async () => {
    const exports = [await begin(), await begin()];
    expect(exports.map(({ status }) => status)).toEqual([200, 200]);
    const third = await send(url('model=hazards'));
    expect([third.status, third.body.error.code]).toEqual([503, 'EXPORT_BUSY']);
    expect(third.headers.get('retry-after')).toBe('5');
    expect((await send(`${server.url}/v1/predictions?limit=1`)).status).toBe(200);
    for (const each of exports) each.leave();
    // A client that leaves ends its export and frees its place.
    await waitFor(async () => (await send(url('model=odd'))).status === 200, { what: 'a free place' });
    await waitFor(
      async () => {
        const { rows } = await query(
          database.url,
          `SELECT count(*)::int AS running FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'`,
        );
        return rows[0].running === 0;
      },
      { what: 'the queries to end' },
    );
  });

  it('answers a database that is away with an error instead of an empty file', async () => {
    await query(database.url, 'ALTER TABLE predictions RENAME TO gone');
    try {
      expect((await send(url('model=odd'))).status).toBeGreaterThanOrEqual(500);
    } finally {
      await query(database.url, 'ALTER TABLE gone RENAME TO predictions');
    }
  });
});
