import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadEnv } from '../../src/config/env.js';
import { openRemote, type RemoteStorage } from '../../src/storage/open-remote.js';
import { CloudinaryDouble } from './services/cloudinary-double.js';
import { S3_BUCKET, S3_CREDENTIALS, S3_REGION, S3Double } from './services/s3-double.js';
import { waitFor } from './services/wait-for.mjs';

type Driver = 's3' | 'cloudinary';
type Storage = RemoteStorage['storage'];

/** Longest time of one call to a store. */
const TIMEOUT_MS = 400;

/** Both stores, running, and what a test opens on them. */
export class RemoteBench {
  readonly s3 = new S3Double();
  readonly cloudinary = new CloudinaryDouble();
  dataDir = '';
  /** What the storages told: faults, recoveries, objects that are lost. */
  told: string[] = [];
  private opened: RemoteStorage[] = [];

  /** Hooks for a suite; each test finds empty stores that work, and a folder of its own. */
  install(): this {
    beforeAll(async () => {
      await this.cloudinary.start();
      // Its client reads this while it is being loaded, which happens once in this process.
      process.env['CLOUDINARY_URL'] = this.cloudinary.settings();
    });
    beforeEach(async () => {
      this.dataDir = mkdtempSync(join(tmpdir(), 'sibyl-remote-'));
      this.opened = [];
      this.told = [];
      for (const double of [this.s3, this.cloudinary]) {
        await double.start();
        double.trouble = 'none';
        double.objects.clear();
        double.history.length = 0;
      }
    });
    afterEach(async () => {
      await Promise.all(this.opened.map(({ storage }) => storage.onApplicationShutdown()));
      rmSync(this.dataDir, { recursive: true, force: true });
    });
    afterAll(async () => {
      delete process.env['CLOUDINARY_URL'];
      await Promise.all([this.s3.stop(), this.cloudinary.stop()]);
    });
    return this;
  }

  /** Settings of a server that keeps its objects there. */
  environment(driver: Driver, changes: Record<string, string> = {}): Record<string, string> {
    return {
      DATA_DIR: this.dataDir,
      STORAGE_DRIVER: driver,
      STORAGE_PREFIX: 'sibyl/test',
      STORAGE_TIMEOUT_MS: String(TIMEOUT_MS),
      ...(driver === 's3'
        ? {
            S3_ENDPOINT: this.s3.url,
            S3_FORCE_PATH_STYLE: 'true',
            S3_BUCKET,
            S3_REGION,
            S3_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
            S3_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
          }
        : { CLOUDINARY_URL: this.cloudinary.settings() }),
      ...changes,
    };
  }

  async open(driver: Driver, changes: Record<string, string> = {}): Promise<Storage> {
    const observer = {
      operation: () => undefined,
      fault: (reason: string) => void this.told.push(reason),
      recovered: () => void this.told.push('recovered'),
      sent: (key: string, outcome: string) =>
        void (outcome === 'rejected' && this.told.push(`rejected ${key}`)),
    };
    const env = loadEnv(this.environment(driver, changes));
    const remote = await openRemote(env, observer, { failures: 3, openMs: 300 });
    this.opened.push(remote);
    return remote.storage;
  }

  /** Until the storage that was opened first lets no call through. */
  async untilBreakerOpens(): Promise<void> {
    await waitFor(() => this.opened[0]?.access.breakerState === 2, {
      timeoutMs: 30_000,
      what: 'the breaker to open',
    });
  }
}

/** Until nothing waits on disk any more. */
export async function untilSent(storage: Storage): Promise<void> {
  await waitFor(() => storage.status.waiting.objects === 0, {
    timeoutMs: 30_000,
    what: 'the spool to empty itself',
  });
}

/** The bytes of a small object. */
export const text = (index: number): Buffer => Buffer.from(`picture number ${index}`);
