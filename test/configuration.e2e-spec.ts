import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runServerToItsEnd, startServer, type RunningServer } from './support/server.js';

/** `sysexits.h` EX_CONFIG: a supervisor that knows it does not try again. */
const EX_CONFIG = 78;

describe('a wrong configuration', () => {
  it('ends the server with exit code 78, names every fault and shows no secret', async () => {
    const { code, output } = await runServerToItsEnd({
      env: {
        PORT: 'eighty',
        RATE_LIMIT_ENABLED: 'maybe',
        DATABASE_URL: 'mysql://root:hunter2@db/x',
        REDIS_URL: 'hunter2',
        CACHE_TTL_SECONDS: '-1',
        MAX_UPLOAD_SIZE: '20971520',
        MAX_REQUEST_QUEUE_MB: '10',
      },
    });
    expect(code).toBe(EX_CONFIG);
    expect(output).toContain('The configuration has 6 fault(s):');
    for (const name of [
      'PORT',
      'RATE_LIMIT_ENABLED',
      'DATABASE_URL',
      'REDIS_URL',
      'CACHE_TTL_SECONDS',
      'MAX_UPLOAD_SIZE',
    ])
      expect(output).toMatch(new RegExp(`^  - ${name} `, 'm'));
    expect(output).not.toContain('hunter2');
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('what this machine does not have', () => {
  it.each([
    ['an address', { HOST: '203.0.113.7' }, '203.0.113.7 is no address of this machine; choose another HOST'],
    ['a name', { HOST: 'nowhere.invalid' }, "HOST 'nowhere.invalid' is no address that can be found"],
    ['a folder', { DATA_DIR: __filename }, `DATA_DIR ${__filename} is a file, or lies below one`],
  ])('is told for %s: exit code 78, one line', async (_, env, line) => {
    const { code, output } = await runServerToItsEnd({ env: { DATABASE_MODE: 'off', ...env } });
    expect(code).toBe(EX_CONFIG);
    expect(output).toContain(line);
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('what another process holds', () => {
  let dataDir: string;
  let running: RunningServer;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-shared-'));
    running = await startServer({ dataDir });
  });

  afterAll(async () => {
    await running.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is told for a data folder: exit code 78, with the process id of its server', async () => {
    const { code, output } = await runServerToItsEnd({ dataDir });
    expect(code).toBe(EX_CONFIG);
    expect(output).toContain(`is in use by the server with process id ${running.pid}`);
    expect(output).toContain('give this one its own DATA_DIR or a DATABASE_URL');
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
  });

  it('is told for a port: exit code 78, with the address', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { code, output } = await runServerToItsEnd({ env: { PORT: String(port) } });
      expect(code).toBe(EX_CONFIG);
      expect(output).toContain(`127.0.0.1:${port} is in use by another process; choose another PORT`);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});
