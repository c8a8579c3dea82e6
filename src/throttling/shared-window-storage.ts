import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';

import { SharedRedis } from '../cache/shared-redis.js';
import { FixedWindowStorage, type ThrottlerRecord } from './fixed-window-storage.js';

const PREFIX = 'rate:v1';

/**
 * One step, so that two servers never both see the last free place, and no key is left without an end when one of them
 * dies in between. Gives the requests in the window and the milliseconds that are left of it.
 */
const COUNT = `
local requests = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {requests, left}`;

/**
 * Counts requests in fixed windows that all servers on one Redis share. The memory of this process mirrors what Redis
 * says: a client that is over its allowance costs no command until its window ends, and when Redis is away counting goes
 * on from where it stood, each server for itself. So nobody is refused because Redis is away, and nobody gets more than
 * the allowance times the number of servers.
 */
@Injectable()
export class SharedWindowStorage implements ThrottlerStorage {
  private readonly local = new FixedWindowStorage();

  constructor(private readonly shared: SharedRedis) {}

  /**
   * @param key who is counted, and for what: `default:192.0.2.1`. Kinds of limits must not share keys
   * @param ttlMs length of the window, which begins with the first request
   * @param limit requests that pass in a window; one more is blocked until its end, and does not prolong it
   */
  async increment(key: string, ttlMs: number, limit: number): Promise<ThrottlerRecord> {
    const record = await this.local.increment(key, ttlMs, limit);
    if (record.isBlocked || !this.shared.access) return record;
    // The length is part of the key, or a window of an hour would go on after the setting was changed to a minute.
    const sharedKey = `${PREFIX}:${ttlMs}:${key}`;
    const counted = await this.shared.access.ask<unknown>('count', null, (client) =>
      client.eval(COUNT, { keys: [sharedKey], arguments: [String(ttlMs)] }),
    );
    if (!isCount(counted)) return record;
    return this.local.adopt(key, { requests: counted[0], leftMs: counted[1] }, limit);
  }
}

function isCount(reply: unknown): reply is [requests: number, leftMs: number] {
  return Array.isArray(reply) && typeof reply[0] === 'number' && typeof reply[1] === 'number';
}
