import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { createClient } from 'redis';

import { descendantsOf, isAlive, waitUntilGone } from './support/processes.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';
import { waitFor } from './support/services/wait-for.mjs';

describe('services of the tests', () => {
  it('are a PostgreSQL that takes databases', async () => {
    const database = await createDatabase(process.env.DATABASE_URL!);
    const { rows } = await query(database.url, 'SELECT current_database() AS name');
    expect(rows[0].name).toMatch(/^sibyl_test_/);
    await database.drop();
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('are a Redis that answers', async () => {
    const client = createClient({ url: process.env.REDIS_URL! });
    await client.connect();
    expect(await client.ping()).toBe('PONG');
    await client.disconnect();
  });
});

describe('startRedis', () => {
  it('makes a server that can be killed, started again, frozen and stopped', async () => {
    const server = await startRedis();
    const client = createClient({ url: server.url, socket: { reconnectStrategy: 20 } });
    client.on('error', () => {});
    await client.connect();
    const first = server.pid;
    await server.kill();
    expect(isAlive(first)).toBe(false);
    await server.restart();
    expect(await client.ping()).toBe('PONG');

    server.freeze();
    const pending = client.ping();
    const answeredFrozen = await Promise.race([pending.then(() => true), noAnswerWithin200Ms()]);
    server.thaw();
    expect(answeredFrozen).toBe(false);
    expect(await pending).toBe('PONG');

    await client.disconnect();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });
});

describe('GuardedProcess', () => {
  it('ends its program and removes its folders when the test run is killed', async () => {
    const { run, pid, folder } = await startRun('wait');
    const family = descendantsOf(run.pid!);
    expect(family).toContain(pid);
    run.kill('SIGKILL');
    await waitUntilGone(family);
    expect(existsSync(folder)).toBe(false);
  });

  it('neither holds up a test run that forgot it nor outlives it', async () => {
    const { run, pid, folder } = await startRun('leave');
    await waitUntilGone([run.pid!, pid]);
    await waitFor(() => !existsSync(folder), { what: 'the end of the folder' });
  });
});

async function startRun(mode: 'wait' | 'leave') {
  const program = join(__dirname, 'support/fixtures/guarded-run.mjs');
  const run = fork(program, [mode], { execArgv: [], silent: true });
  const told = await new Promise<{ pid: number; folder: string }>((resolve) =>
    run.once('message', (message) => resolve(message as { pid: number; folder: string })),
  );
  return { run, ...told };
}

/** A frozen server cannot be told from a slow one but by waiting: long enough for any answer over loopback. */
function noAnswerWithin200Ms(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(resolve, 200, false);
  });
}
