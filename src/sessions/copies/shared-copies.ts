import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { LRUCache } from 'lru-cache';

import type { GuardedRedis } from '../../cache/guarded-redis.js';
import { PUT, READ, RENEW } from './copy-scripts.js';

const FENCE = 'sess:v2:fence';
const LEASES = 'sess:v2:leases';
const PREFIX = 'sess:v2:copy:';
const LEASE_MS = 1000;
const RENEW_MS = 250;
const RETRY_MS = 20;
const MAX_KNOWN = 10_000;

/** What is known of a session. */
export interface Copy {
  /** `moment` before it was asked of the database. */
  readonly moment: string;
  readonly revision: number;
  readonly body: string;
  readonly ttlSeconds: number;
}

/**
 * Copies of sessions in Redis that are either the newest state that any server has told anybody, or not given at all.
 *
 * Each server holds a lease of a second. A change that Redis does not take is not acknowledged before the lease of its server has
 * run out, and while a known server has none, nobody takes a copy for certain. So a server that lost Redis goes on after at most a
 * second, and one that lost the database meanwhile says so instead of telling what may be old. Redis' clock must not jump back.
 */
export class SharedCopies {
  private readonly server = randomUUID();
  /** What Redis certainly has: generation and revision by key. */
  private readonly known = new LRUCache<string, string>({ max: MAX_KNOWN });
  private generation = '';
  /** Which Redis it was that answered, and which servers there were. */
  private run = '';
  private servers: readonly string[] = [];
  /** Redis' clock at a moment of ours; undefined until it answers, and again after it did not. */
  private clock: { readonly redisMs: number; readonly atMs: number } | undefined;
  private leasedUntilMs = -Infinity;
  /** Copies that Redis does not take, and that wait for the lease to run out. */
  private waiting = 0;
  /** Changes that were told and are not in Redis, and how many of them the others know of. */
  private misses = 0;
  private missesTold = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly redis: GuardedRedis) {}

  start(): void {
    this.timer ??= setInterval(() => void this.renew(), RENEW_MS).unref();
    void this.renew();
  }

  /** Says that this server makes no changes any more, so that the others need not wait for its lease. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    if (this.misses > this.missesTold && !(await this.ask(undefined))) return;
    await this.redis.ask('lease', 0, (client) => client.hDel(LEASES, this.server));
  }

  /** To be taken before a state is asked of the database. */
  get moment(): string {
    return this.generation;
  }

  /**
   * Resolves when what was changed may be told: Redis has this copy or a newer one, or nobody trusts Redis. Never rejects.
   *
   * @param body given again by `get`; not empty
   */
  async put(key: string, { moment, revision, body, ttlSeconds }: Copy): Promise<void> {
    const state = `${moment}:${revision}`;
    if (moment !== '' && this.known.get(key) === state) return;
    const values = [moment, String(revision), body, String(ttlSeconds * 1000)];
    const isKept = (await this.send(key, values)) || (await this.sendUntilUntrusted(key, values));
    if (isKept) this.known.set(key, state);
    else this.misses += 1;
  }

  /** @returns undefined when there is none, or nobody can say that it is the newest */
  async get(key: string): Promise<string | undefined> {
    if (performance.now() >= this.leasedUntilMs) await this.renew();
    if (this.misses > this.missesTold) return undefined;
    const keys = [FENCE, LEASES, PREFIX + key];
    const body = await this.redis.ask<unknown>('get', '', (client) => client.eval(READ, { keys }));
    return typeof body === 'string' && body !== '' ? body : undefined;
  }

  /** @returns whether Redis took it before the lease ran out, which is not prolonged meanwhile */
  private async sendUntilUntrusted(key: string, values: string[]): Promise<boolean> {
    this.waiting += 1;
    try {
      while (performance.now() < this.leasedUntilMs) {
        await delay(RETRY_MS);
        if (await this.send(key, values)) return true;
      }
      return false;
    } finally {
      this.waiting -= 1;
    }
  }

  private async send(key: string, values: string[]): Promise<boolean> {
    const keys = [FENCE, PREFIX + key];
    return this.redis.ask('set', false, async (client) => {
      return (await client.eval(PUT, { keys, arguments: values })) === 1;
    });
  }

  private async renew(): Promise<void> {
    if (this.waiting > 0) return;
    // A Redis that did not answer is asked without a promise first: one that it never sees would hold changes up for nothing.
    const isJoining = !this.clock || this.misses > this.missesTold;
    const reply = await this.ask(isJoining ? undefined : this.clock);
    if (reply && isJoining && this.waiting === 0) await this.ask(this.clock);
  }

  private async ask(clock: typeof this.clock): Promise<boolean> {
    const { misses } = this;
    const hasMissed = misses > this.missesTold;
    const reply = await this.redis.ask<unknown>('lease', null, (client) => {
      const nowMs = performance.now();
      const until = clock ? Math.floor(clock.redisMs + nowMs - clock.atMs) + LEASE_MS : 0;
      if (clock) this.leasedUntilMs = nowMs + LEASE_MS;
      const values = [this.server, String(until), hasMissed ? '1' : '0', randomUUID()];
      return client.eval(RENEW, {
        keys: [FENCE, LEASES],
        arguments: [...values, this.run, ...this.servers],
      });
    });
    if (!isRenewal(reply)) {
      this.clock = undefined;
      return false;
    }
    const [redisMs, generation, run, servers] = reply;
    this.clock = { redisMs, atMs: performance.now() };
    this.generation = generation;
    this.run = run;
    this.servers = servers;
    this.missesTold = misses;
    return true;
  }
}

type Renewal = [nowMs: number, generation: string, run: string, servers: string[]];

function isRenewal(reply: unknown): reply is Renewal {
  return Array.isArray(reply) && typeof reply[0] === 'number' && Array.isArray(reply[3]);
}
