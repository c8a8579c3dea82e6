import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { RemoteBench, text, untilSent } from './support/remote-storage.js';
import { runServerToItsEnd, startServer } from './support/server.js';
import { S3_BUCKET, S3_CREDENTIALS } from './support/services/s3-double.js';
import { waitFor } from './support/services/wait-for.mjs';

const ROOT = join(__dirname, '..');
const bench = new RemoteBench().install();

describe('wrong settings', () => {
  it.each([
    [
      'S3_SECRET_ACCESS_KEY',
      'another secret',
      'S3 does not accept the signature: look at S3_SECRET_ACCESS_KEY',
    ],
    ['S3_ACCESS_KEY_ID', 'AKIDOTHER', 'S3 does not know the access key: look at S3_ACCESS_KEY_ID'],
    ['S3_BUCKET', 'others', 'S3 has no such bucket: look at S3_BUCKET'],
    ['S3_REGION', 'us-west-9', 'S3 has this bucket in another region: look at S3_REGION'],
  ])('in %s are named; what was put waits until they are mended', async (name, value, reason) => {
    const storage = await bench.open('s3', { [name]: value });
    const { key } = await storage.put('uploads', text(1), 'image/png');
    await waitFor(() => storage.status.reason === reason, { what: reason });
    expect(bench.told.join()).not.toContain(S3_CREDENTIALS.secretAccessKey);
    await storage.onApplicationShutdown();
    expect(spool()).toHaveLength(1);
    // The name of the owner is that of this very process, which runs: as after its end.
    giveToTheDead();
    const mended = await bench.open('s3');
    await untilSent(mended);
    expect((await mended.get(key))?.bytes).toEqual(text(1));
  });

  it('in CLOUDINARY_URL are named', async () => {
    const script = `
      const { loadEnv } = await import('./dist/src/config/env.js');
      const { openRemote } = await import('./dist/src/storage/open-remote.js');
      const { storage } = await openRemote(loadEnv(), { operation() {}, fault() {}, recovered() {}, sent() {} });
      await storage.probe().catch((error) => console.log(error.message));
      process.exit(0);`;
    const env = bench.environment('cloudinary', {
      CLOUDINARY_URL: bench.cloudinary.settings('another-secret'),
    });
    const { stdout } = await inProcess(script, env);
    expect(stdout.trim()).toBe(
      'the storage of uploads and results is not available: Cloudinary refuses the credentials (401): look at CLOUDINARY_URL',
    );
  });

  it('end the server with 78 and show no secret', async () => {
    const { code, output } = await runServerToItsEnd({
      env: {
        STORAGE_DRIVER: 's3',
        S3_SECRET_ACCESS_KEY: 'hunter2hunter2',
        S3_ENDPOINT: 'not an address',
        STORAGE_PREFIX: '../up',
        CLOUDINARY_URL: 'cloudinary://hunter2@',
      },
    });
    expect(code).toBe(78);
    for (const line of [
      'S3_BUCKET must be set for STORAGE_DRIVER=s3',
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together',
      'S3_ENDPOINT must be',
      'STORAGE_PREFIX must be made of',
      'CLOUDINARY_URL must be cloudinary://<key>:<secret>@<cloud>',
    ])
      expect(output).toContain(line);
    expect(output).not.toContain('hunter2');
  });
});

describe('a server', () => {
  it('says how its store is, stays ready without it, and is well again with it', async () => {
    const modelDir = makeModelDir([]);
    const env = {
      ...bench.environment('s3', { STORAGE_TIMEOUT_MS: '10000' }),
      DATABASE_MODE: 'off',
      READINESS_STRICT: 'none',
    };
    const server = await startServer({ modelDir, dataDir: bench.dataDir, env });
    const detail = async (route: string) =>
      (await send(`${server.url}/health/${route}`)).body.details.storage;
    try {
      expect(await detail('deep')).toMatchObject({ status: 'up', driver: 's3', waiting_objects: 0 });
      await waitFor(() => server.logs().some(({ place }) => place === `s3://${S3_BUCKET}/sibyl/test/`), {
        what: 'the line that says where objects go',
      });
      expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('sibyl_storage_breaker_state 0');
      await bench.s3.stop();
      await waitFor(async () => (await detail('deep')).status === 'degraded', {
        timeoutMs: 30_000,
        what: 'degraded',
      });
      const { status, body } = await send(`${server.url}/health/ready`);
      expect(status).toBe(200);
      expect(body.details.storage.message).toMatch(/S3 (refuses|closed|does not answer)/);
      await bench.s3.start();
      await waitFor(async () => (await detail('ready')).status === 'up', { timeoutMs: 30_000, what: 'up' });
      expect(server.output()).not.toContain(S3_CREDENTIALS.secretAccessKey);
    } finally {
      await bench.s3.start().catch(() => undefined);
      await server.stop();
      removeModelDir(modelDir);
    }
  });
});

function inProcess(script: string, env: Record<string, string>): Promise<{ stdout: string }> {
  return new Promise((resolve, reject) => {
    const args = ['--input-type=module', '--eval', script];
    execFile(
      process.execPath,
      args,
      { cwd: ROOT, env: { PATH: process.env['PATH'], ...env } },
      (error, stdout) => (error ? reject(error) : resolve({ stdout })),
    );
  });
}

function spool(): string[] {
  return readdirSync(join(bench.dataDir, 'storage', 'spool-s3')).filter((name) => name !== '.drafts');
}

/** As if the process that wrote them had ended: their names carry an id that no process has. */
function giveToTheDead(): void {
  const folder = join(bench.dataDir, 'storage', 'spool-s3');
  for (const name of spool()) {
    writeFileSync(
      join(folder, name.replace(`~${process.pid}~`, '~99999999~')),
      readFileSync(join(folder, name)),
    );
    rmSync(join(folder, name));
  }
}
