import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from '../ormconfig.js';
import { loadEnv } from '../src/config/env.js';
import { DataFolderInUseError, DataFolderLock } from '../src/database/embedded/data-folder-lock.js';
import { EmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { identityOf } from '../src/database/process-identity.js';
import {
  dropPartition,
  ensurePartitions,
  listPartitions,
} from '../src/predictions/history/month-partitions.js';
import { timeOfPredictionId } from '../src/predictions/history/prediction-id.js';
import { descendantsOf, isAlive, waitUntilGone } from './support/processes.js';
import { waitFor } from './support/services/wait-for.mjs';

Logger.overrideLogger(false);

const ENTRY = pathToFileURL(join(__dirname, '../dist/src/database/embedded/embedded-server.js'));
const SERVER = join(__dirname, 'support/fixtures/history-server.mjs');
/** Making a database takes seconds, more on a busy machine. */
const SLOW_MS = 60_000;

let parent: string;
let folder: string;

let template: string;

/** One new database for all tests, which each get a copy: making one costs seconds of computing. */
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'sibyl-embedded-template-'));
  const embedded = new EmbeddedPostgres(join(template, 'postgres'), ENTRY);
  await embedded.start();
  await embedded.listening(AbortSignal.timeout(SLOW_MS));
  await embedded.stop();
}, SLOW_MS);

afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sibyl-embedded-'));
  folder = join(parent, 'postgres');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('EmbeddedPostgres', () => {
  let embedded: EmbeddedPostgres;
  let dataSource: DataSource;

  const listen = async () => {
    cpSync(join(template, 'postgres'), folder, { recursive: true });
    embedded = new EmbeddedPostgres(folder, ENTRY);
    await embedded.start();
    await embedded.listening(AbortSignal.timeout(SLOW_MS));
    const options = dataSourceOptions(loadEnv({}), {
      purpose: 'maintain',
      embedded: () => embedded.socket(),
    });
    dataSource = await new DataSource(options).initialize();
  };

  afterEach(async () => {
    await dataSource.destroy();
    await embedded.stop();
  });

  it(
    'takes the migrations up, down and up again, as a server of version 15 or later does',
    async () => {
      await listen();
      await dataSource.runMigrations();
      const { manager } = dataSource;
      await ensurePartitions(manager, new Date('2020-01-10T00:00:00Z'));
      for (const partition of await listPartitions(manager)) {
        expect(await dropPartition(manager, partition)).toBe(true);
        expect(await dropPartition(manager, partition)).toBe(false);
      }
      expect(await listPartitions(manager)).toEqual([]);
      expect((await dataSource.driver.createSchemaBuilder().log()).upQueries).toEqual([]);
      while ((await dataSource.query('SELECT 1 FROM migrations')).length > 0) {
        await dataSource.undoLastMigration();
      }
      expect(await dataSource.query(`SELECT to_regclass('predictions') AS found`)).toEqual([{ found: null }]);
      expect(await dataSource.runMigrations()).not.toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'starts its process again when that dies, and keeps what was acknowledged',
    async () => {
      await listen();
      await dataSource.query('CREATE TABLE kept (number int)');
      await dataSource.query('INSERT INTO kept SELECT generate_series(1, 1000)');
      const [first] = descendantsOf(process.pid).filter(isDatabase);
      embedded.replace();
      await waitUntilGone([first!]);
      await waitFor(() => dataSource.query('SELECT 1'), { what: 'the new process', timeoutMs: SLOW_MS });
      expect(await dataSource.query('SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 1000 }]);
    },
    SLOW_MS,
  );

  it(
    'answers many connections at once without mixing them up',
    async () => {
      await listen();
      const numbers = Array.from({ length: 300 }, (_, i) => i);
      const answers = await Promise.all(
        numbers.map(async (number) => {
          const [row] = await dataSource.query('SELECT $1::int AS number, $2::text AS text', [
            number,
            `t${number}`,
          ]);
          return row;
        }),
      );
      expect(answers).toEqual(numbers.map((number) => ({ number, text: `t${number}` })));
    },
    SLOW_MS,
  );
});

describe('a server on the embedded database', () => {
  const servers: ChildProcess[] = [];

  beforeEach(() => cpSync(join(template, 'postgres'), folder, { recursive: true }));

  const start = (): ChildProcess => {
    const server = fork(SERVER, {
      env: { PATH: process.env.PATH, DATA_DIR: parent },
      execArgv: [],
      silent: true,
    });
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      const family = [server.pid!, ...descendantsOf(server.pid!)];
      server.kill('SIGKILL');
      await waitUntilGone(family);
    }
  });

  it(
    'leaves no process behind when it is killed, nor loses a row that had time to be written',
    async () => {
      const server = start();
      const ids: string[] = [];
      server.on('message', (message: { id?: string }) => message.id && ids.push(message.id));
      await ready(server);
      const from = ids.length;
      await waitFor(() => ids.length > from + 200, { what: 'predictions', timeoutMs: SLOW_MS });
      const family = descendantsOf(server.pid!);
      expect(family.length).toBeGreaterThan(0);
      const killedAt = Date.now();
      server.kill('SIGKILL');
      await waitUntilGone(family);

      const stored = await idsIn(folder);
      expect(new Set(stored).size).toBe(stored.length);
      const missing = ids.filter((id) => !stored.includes(id));
      // 250 ms to gather rows, 50 ms to write them, and what the machine takes to run three processes.
      expect(missing.filter((id) => timeOfPredictionId(id)!.getTime() < killedAt - 1000)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'keeps a second one out, which says why within a second of looking, and lets the next one in',
    async () => {
      const first = start();
      await ready(first);
      const second = start();
      let output = '';
      second.stderr!.setEncoding('utf8').on('data', (text: string) => (output += text));
      const [code] = await once(second, 'exit');
      expect(code).toBe(78);
      expect(output).toContain(folder);
      expect(output).toContain(String(first.pid));

      first.kill('SIGTERM');
      await once(first, 'exit');
      expect(existsSync(`${folder}.lock`)).toBe(false);
      await ready(start());
    },
    SLOW_MS,
  );

  async function idsIn(database: string): Promise<string[]> {
    const embedded = new EmbeddedPostgres(database, ENTRY);
    await embedded.start();
    try {
      await embedded.listening(AbortSignal.timeout(SLOW_MS));
      const dataSource = await new DataSource(
        dataSourceOptions(loadEnv({}), { embedded: () => embedded.socket() }),
      ).initialize();
      const rows = (await dataSource.query('SELECT id FROM predictions')) as { id: string }[];
      await dataSource.destroy();
      return rows.map((row) => row.id);
    } finally {
      await embedded.stop();
    }
  }
});

describe('DataFolderLock', () => {
  it('refuses a folder whose holder runs, naming both', async () => {
    const lock = new DataFolderLock(folder);
    await lock.acquire();
    const refused = new DataFolderLock(folder).acquire();
    await expect(refused).rejects.toBeInstanceOf(DataFolderInUseError);
    await expect(refused).rejects.toMatchObject({ folder, pid: process.pid, exitCode: 78 });
    lock.release();
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  it.each([
    ['a process that is gone', () => holder({ pid: 999_999_999, started: 'x/1' })],
    ['a process whose id another one has now', () => holder({ pid: process.pid, started: 'x/1' })],
    ['a file cut off by a crash', () => writeFileSync(`${folder}.lock`, '{"serv')],
    ['an empty file', () => writeFileSync(`${folder}.lock`, '')],
  ])('is taken over from %s', async (_what, prepare) => {
    prepare();
    const lock = new DataFolderLock(folder);
    await lock.acquire();
    expect(owner()).toBe(process.pid);
    lock.release();
  });

  it('waits for the database process of a dead server', async () => {
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    holder({ pid: 999_999_999, started: 'x/1' }, identityOf(orphan.pid!));
    const lock = new DataFolderLock(folder);
    const acquired = lock.acquire();
    const wasOver = acquired.then(() => !isAlive(orphan.pid!));
    await once(orphan, 'spawn');
    orphan.kill('SIGKILL');
    expect(await wasOver).toBe(true);
    lock.release();
  });

  it('goes to one of many that want it at once', async () => {
    holder({ pid: 999_999_999, started: 'x/1' });
    const locks = Array.from({ length: 8 }, () => new DataFolderLock(folder));
    const results = await Promise.allSettled(locks.map((lock) => lock.acquire()));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const lock of locks) lock.release();
  });
});

function isDatabase(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('embedded-server');
}

/** Until the server's database is ready. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('message', (message: { ready?: boolean }) => message.ready && resolve());
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

/** Writes a lock file as if these processes held the folder. */
function holder(server: object, database: object | null = null): void {
  writeFileSync(`${folder}.lock`, JSON.stringify({ server, database }));
}

function owner(): number {
  return JSON.parse(readFileSync(`${folder}.lock`, 'utf8')).server.pid;
}
