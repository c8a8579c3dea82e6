import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LogOutput } from '../src/common/log-output.js';
import { waitFor } from './support/http.js';
import { freePort } from './support/services/free-port.mjs';
import { GuardedProcess } from './support/services/guarded-process.mjs';

const ENTRY = join(__dirname, '../dist/src/main.js');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sibyl-log-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a server', () => {
  it.each([
    ['on a full disk', '> /dev/full', existsSync('/dev/full')],
    ['that nobody reads any more', '> >(head -1)', true],
  ])('goes on with a log %s, and stops with 0', async (_where, redirection, isPossible) => {
    if (!isPossible) return;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const guarded = new GuardedProcess({ stopLimitMs: 5000 });
    try {
      await guarded.start('/bin/bash', ['-c', `exec '${process.execPath}' '${ENTRY}' ${redirection}`], {
        env: {
          PATH: process.env['PATH'],
          HOST: '127.0.0.1',
          PORT: String(port),
          LOG_FORMAT: 'json',
          DATA_DIR: folder,
          MODEL_DIR: join(folder, 'models'),
          DATABASE_MODE: 'off',
          DRAIN_DELAY_MS: '0',
          RATE_LIMIT_ENABLED: 'false',
        },
      });
      const answers = async () => (await fetch(`${url}/health/live`)).status === 200;
      await waitFor(answers, { timeoutMs: 60_000, what: `an answer; it wrote ${guarded.output()}` });
      for (let i = 0; i < 50; i += 1) expect((await fetch(`${url}/v1/models`)).status).toBe(200);
      guarded.signal('SIGTERM');
      expect((await guarded.exited).code).toBe(0);
    } finally {
      await guarded.end();
    }
  });
});

describe('LogOutput', () => {
  it('writes whole lines to a reader that comes late, and says how many were lost', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const { O_RDWR, O_RDONLY, O_NONBLOCK } = constants;
    const writing = openSync(path, O_RDWR | O_NONBLOCK);
    const reading = openSync(path, O_RDONLY | O_NONBLOCK);
    try {
      const output = new LogOutput(writing);
      const line = `${JSON.stringify({ msg: 'x'.repeat(1000) })}\n`;
      const sent = 20_000;
      for (let i = 0; i < sent; i += 1) output.write(line);
      const text = await readUntil(reading, (all) => all.includes('log lines were lost'));
      const lines = text.trimEnd().split('\n');
      const { lost } = JSON.parse(lines.at(-1)!);
      expect(lost).toBeGreaterThan(1000);
      expect(lines.slice(0, -1)).toEqual(Array(sent - lost).fill(line.trimEnd()));
      output.write('the last one\n');
      output.flush();
      expect(await readUntil(reading, (all) => all.endsWith('\n'))).toBe('the last one\n');
    } finally {
      closeSync(writing);
      closeSync(reading);
    }
  });
});

/** Reads from a pipe without blocking until what has come is enough. */
async function readUntil(fd: number, isEnough: (text: string) => boolean): Promise<string> {
  const buffer = Buffer.alloc(1024 * 1024);
  const chunks: Buffer[] = [];
  let tail = '';
  await waitFor(
    () => {
      for (;;) {
        try {
          const bytes = readSync(fd, buffer);
          if (bytes === 0) break;
          chunks.push(Buffer.from(buffer.subarray(0, bytes)));
          tail = (tail + chunks.at(-1)!.toString('latin1')).slice(-200);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
          break;
        }
      }
      return isEnough(tail);
    },
    { timeoutMs: 60_000, intervalMs: 5, what: 'enough of the log' },
  );
  return Buffer.concat(chunks).toString('utf8');
}
