import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RemoteBench, text, untilSent } from './support/remote-storage.js';
import { waitFor } from './support/services/wait-for.mjs';

const ROOT = join(__dirname, '..');
const bench = new RemoteBench().install();

const PUTS_UNTIL_KILLED = `
  const { loadEnv } = await import('./dist/src/config/env.js');
  const { openRemote } = await import('./dist/src/storage/open-remote.js');
  const { storage } = await openRemote(loadEnv(), { operation() {}, fault() {}, recovered() {}, sent() {} });
  for (let i = 0; ; i++) {
    const { key } = await storage.put('uploads', Buffer.from(('object ' + i).repeat(1000)), 'image/png');
    console.log(key);
  }`;

describe('what waits on disk', () => {
  it('is bounded by number and by bytes', async () => {
    bench.s3.trouble = 'error';
    const storage = await bench.open('s3', { STORAGE_SPOOL_MAX_OBJECTS: '3', STORAGE_SPOOL_MAX_MB: '1' });
    await storage.put('uploads', text(1), 'image/png');
    await expect(storage.put('uploads', Buffer.alloc(1024 * 1024), 'image/png')).rejects.toThrow(
      'too much waits to be sent',
    );
    await storage.put('uploads', text(2), 'image/png');
    const { key } = await storage.put('uploads', text(3), 'image/png');
    await expect(storage.put('uploads', text(4), 'image/png')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    // Removals pass: what is to be erased must not stay because pictures wait.
    await storage.delete(key);
    bench.s3.trouble = 'none';
    await untilSent(storage);
    await storage.put('uploads', text(4), 'image/png');
  });

  it('is written whole by a process that is killed, and adopted and sent in order by the next one', async () => {
    await bench.s3.stop();
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PUTS_UNTIL_KILLED], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...bench.environment('s3') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await waitFor(() => output.split('\n').length > 20, { timeoutMs: 30_000, what: 'twenty objects' });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const promised = output.trim().split('\n').slice(0, -1);
    await bench.s3.start();
    const storage = await bench.open('s3');
    expect(storage.status.waiting.objects).toBeGreaterThanOrEqual(promised.length);
    await untilSent(storage);
    for (const [index, key] of promised.entries())
      expect(String(bench.s3.objects.get(`sibyl/test/${key}`)?.bytes)).toBe(`object ${index}`.repeat(1000));
    const order = promised.map((key) => bench.s3.history.indexOf(`put sibyl/test/${key}`));
    for (const [index, place] of order.entries()) expect(Math.abs(place - index)).toBeLessThan(4);
    expect(readdirSync(join(bench.dataDir, 'storage', 'spool-s3', '.drafts'))).toEqual([]);
  });

  it('belongs to its server while that one runs', async () => {
    bench.s3.trouble = 'error';
    const first = await bench.open('s3');
    await first.put('uploads', text(1), 'image/png');
    const second = await bench.open('s3');
    expect(second.status.waiting.objects).toBe(0);
    expect(first.status.waiting.objects).toBe(1);
  });

  it('is passed by when the disk takes nothing and the store does', async () => {
    mkdirSync(join(bench.dataDir, 'storage'), { recursive: true });
    writeFileSync(join(bench.dataDir, 'storage', 'spool-s3'), 'a file in place of the folder');
    const storage = await bench.open('s3');
    const { key } = await storage.put('uploads', text(1), 'image/png');
    expect(bench.s3.objects.get(`sibyl/test/${key}`)?.bytes).toEqual(text(1));
    await storage.delete(key);
    expect(bench.s3.objects.size).toBe(0);
    bench.s3.trouble = 'error';
    await expect(storage.put('uploads', text(1), 'image/png')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
  });
});
