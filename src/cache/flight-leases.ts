import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { SharedRedis } from './shared-redis.js';

const PREFIX = 'flight:v1:';
/** How long a holder that is gone, or stands still, is waited for. */
const LEASE_MS = 1500;
const RENEW_MS = 500;

const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;
/** Whose time ran out must not take away what another one holds by now. */
const RELEASE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('UNLINK', KEYS[1]) end
return 0`;

/** The right to compute one answer for all servers. It is kept alive until it is released. */
export interface Lease {
  /** Nobody has to wait for that: what cannot be released runs out. */
  release(): void;
}

/** Which server computes what, in Redis: a key with the holder's token and a short life, which the holder prolongs. */
@Injectable()
export class FlightLeases {
  constructor(private readonly shared: SharedRedis) {}

  /** Whether there is somebody to share with, as far as is known now. */
  get isShared(): boolean {
    return this.shared.access?.isReady ?? false;
  }

  /** @returns the lease; `taken` when another server has it; `away` when Redis cannot say */
  async take(key: string): Promise<Lease | 'taken' | 'away'> {
    const redis = this.shared.access;
    if (!redis) return 'away';
    const name = PREFIX + key;
    const token = randomUUID();
    const reply = await redis.ask<'got' | 'taken' | 'away'>('lease', 'away', async (client) =>
      (await client.set(name, token, { NX: true, PX: LEASE_MS })) === 'OK' ? 'got' : 'taken',
    );
    if (reply !== 'got') return reply;
    const renewal = setInterval(() => {
      void redis.ask('lease', null, (client) =>
        client.eval(RENEW, { keys: [name], arguments: [token, String(LEASE_MS)] }),
      );
    }, RENEW_MS);
    renewal.unref();
    return {
      release: () => {
        clearInterval(renewal);
        void redis.ask('lease', null, (client) => client.eval(RELEASE, { keys: [name], arguments: [token] }));
      },
    };
  }

  /** Whether somebody computes it; no when Redis cannot say. */
  isTaken(key: string): Promise<boolean> {
    const redis = this.shared.access;
    if (!redis) return Promise.resolve(false);
    return redis.ask('lease', false, async (client) => (await client.exists(PREFIX + key)) === 1);
  }
}
