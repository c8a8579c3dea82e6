import { send, waitFor } from './support/http.js';
import { type LogLine, type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';

const WAIT_MS = 60_000;
const OWN = process.env['DATABASE_URL'] as string;

const errorOf = (server: RunningServer): Promise<LogLine> =>
  waitFor(() => server.logs().find(({ level, context }) => level === 'error' && context === 'Database'), {
    what: 'the line of the log',
    timeoutMs: WAIT_MS,
  });
const databaseHealth = async ({ url }: RunningServer) =>
  (await send(`${url}/health/ready`)).body.details.database;

/** Warnings about the database. */
const told = (server: RunningServer) =>
  server
    .logs()
    .flatMap(({ level, context, msg }) => (level === 'warn' && context === 'Database' ? [msg] : []));

describe('a database that cannot be used', () => {
  it('because of a wrong password is told in one line that names the setting and not the password', async () => {
    const url = new URL(OWN);
    url.password = 'wrong-horse-battery';
    const server = await startServer({ env: { DATABASE_URL: url.href } });
    const { msg } = await errorOf(server);
    expect(msg).toMatch(
      /does not let this server in; predictions go on.*: check user and password in DATABASE_URL$/,
    );
    expect(await databaseHealth(server)).toMatchObject({ status: 'degraded' });
    await server.stop();
    expect(server.output()).not.toContain(url.password);
  });

  it('because it is the one of another program is left as it was, and used when that has gone', async () => {
    const database = await createDatabase(OWN);
    await query(database.url, 'CREATE TABLE sessions (sid text PRIMARY KEY, sess json)');
    const server = await startServer({ env: { DATABASE_URL: database.url } });
    expect((await errorOf(server)).msg).toContain(
      'give Sibyl a database of its own, and name it in DATABASE_URL',
    );
    expect((await databaseHealth(server)).message).toBe('the database has tables of another program');
    const { rows } = await query(
      database.url,
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    expect(rows).toEqual([{ tablename: 'sessions' }]);
    await query(database.url, 'DROP TABLE sessions');
    await waitFor(async () => (await databaseHealth(server)).status === 'up', {
      what: 'the database to be used',
      timeoutMs: WAIT_MS,
    });
    await server.stop();
    await database.drop();
  });

  it('by a pool of that size, or was migrated by another version, is told of', async () => {
    const database = await createDatabase(OWN);
    const env = { DATABASE_URL: database.url, DATABASE_POOL_OVERFLOW: '500' };
    const first = await startServer({ env });
    await waitFor(async () => (await databaseHealth(first)).status === 'up', {
      what: 'the database',
      timeoutMs: WAIT_MS,
    });
    await first.stop();
    await query(
      database.url,
      `INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'Later1999999999999')`,
    );
    const second = await startServer({ env });
    await waitFor(async () => (await databaseHealth(second)).status === 'up', {
      what: 'the database',
      timeoutMs: WAIT_MS,
    });
    await second.stop();
    expect(told(first)).toEqual([expect.stringMatching(/together are 520 connections, and max_connections/)]);
    expect(told(second)).toEqual([expect.any(String), expect.stringContaining('Later1999999999999')]);
  });
});
