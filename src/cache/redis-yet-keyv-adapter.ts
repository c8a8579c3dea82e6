import { redisInsStore, type RedisStore } from 'cache-manager-redis-yet';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { ErrorReply } from 'redis';

import type { CacheOperation } from '../metrics/metric-labels.js';
import { type BreakerState, CircuitBreaker } from './circuit-breaker.js';
import { type RedisClient, RedisConnection } from './redis-connection.js';

/** Longest wait for one operation. A prediction takes longer than this, but not so much longer. */
const OPERATION_DEADLINE_MS = 50;
const BREAKER_FAILURES = 3;
const BREAKER_OPEN_MS = 1000;
/** Nothing but deadlines for so long: the socket is dead or the peer frozen, so it is dropped with its queue. */
const DROP_SOCKET_MS = 5000;
const CLOSE_GRACE_MS = 200;
const SCAN_COUNT = 500;

/** What happens in the adapter, for metrics and logs. Must not throw. */
export interface RedisAdapterEvents {
  /** An operation was answered or given up; refused ones are not counted. */
  readonly operation: (operation: CacheOperation, seconds: number) => void;
  readonly connected: () => void;
  readonly connectionFailed: (reason: string, times: number) => void;
  /** Redis answered with an error, or a value cannot be read. */
  readonly refused: (operation: CacheOperation, reason: string) => void;
}

/**
 * The storage interface of Keyv 5 over the store of cache-manager-redis-yet, which cache-manager 7 does not take as it
 * is. Redis is only ever an accelerator here, so no operation throws and none takes longer than 50 ms: a Redis that is
 * away, slow or frozen looks like an empty one, and after three failures in a row it is not even asked.
 *
 * Only `get`, `set` and `del` of the store are used; its `mget`, `mdel` and `keys` ignore prefixes and its `reset` is
 * FLUSHDB. Values are encoded once, by the store, so the Keyv around it must have no serializer of its own.
 */
export class RedisYetKeyvAdapter implements KeyvStoreAdapter {
  readonly opts = { dialect: 'redis' };
  /** Set by Keyv; keys arrive with it in front. */
  namespace: string | undefined;

  private readonly breaker = new CircuitBreaker({
    failures: BREAKER_FAILURES,
    openMs: BREAKER_OPEN_MS,
    now: () => performance.now(),
    random: Math.random,
  });
  private readonly connection: RedisConnection;
  private readonly stores = new WeakMap<RedisClient, RedisStore>();
  private silentSinceMs: number | null = null;

  constructor(
    url: string,
    private readonly events: RedisAdapterEvents,
  ) {
    this.connection = new RedisConnection(url, {
      failed: events.connectionFailed,
      ready: () => {
        this.answered();
        events.connected();
      },
    });
  }

  /** Whether a command would be sent now. */
  get isReady(): boolean {
    return this.connection.readyClient !== null;
  }

  /** As the metric shows it: a Redis that is not connected counts as open. */
  get breakerState(): BreakerState {
    return this.isReady ? this.breaker.state : 2;
  }

  get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.guard('get', undefined, (client) => this.storeOf(client).get<StoredData<Value>>(key));
  }

  /** @param ttl in milliseconds; rounded, as Redis refuses fractions */
  set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    return this.guard('set', false, async (client) => {
      await this.storeOf(client).set(
        key,
        value,
        ttl === undefined ? undefined : Math.max(1, Math.round(ttl)),
      );
      return true;
    });
  }

  delete(key: string): Promise<boolean> {
    return this.guard('delete', false, async (client) => {
      await this.storeOf(client).del(key);
      return true;
    });
  }

  has(key: string): Promise<boolean> {
    return this.guard('has', false, async (client) => (await client.exists(key)) === 1);
  }

  /** Removes the keys of the own namespace, step by step, and no others. */
  async clear(): Promise<void> {
    if (!this.namespace) return;
    const pattern = `${this.namespace}:*`;
    let cursor: number | null = 0;
    do {
      cursor = await this.guard<number | null>('clear', null, async (client) => {
        const page = await client.scan(cursor ?? 0, { MATCH: pattern, COUNT: SCAN_COUNT });
        if (page.keys.length > 0) await client.unlink(page.keys);
        return page.cursor;
      });
    } while (cursor !== null && cursor !== 0);
  }

  disconnect(): Promise<void> {
    return this.connection.close(CLOSE_GRACE_MS);
  }

  /** Keyv listens for `error` here; errors end in this class, so there is nothing to tell. */
  on(): this {
    return this;
  }

  private storeOf(client: RedisClient): RedisStore {
    let store = this.stores.get(client);
    if (!store) {
      store = redisInsStore(client);
      this.stores.set(client, store);
    }
    return store;
  }

  private async guard<T>(
    operation: CacheOperation,
    fallback: T,
    run: (client: RedisClient) => Promise<T | undefined>,
  ): Promise<T> {
    const client = this.connection.readyClient;
    if (!client || !this.breaker.tryEnter()) return fallback;
    const startMs = performance.now();
    try {
      const value = await withDeadline(run(client), OPERATION_DEADLINE_MS);
      this.answered();
      return value ?? fallback;
    } catch (error) {
      // An error that Redis sent, or a value that is not JSON, is an answer: the connection is fine.
      if (error instanceof ErrorReply || error instanceof SyntaxError) {
        this.answered();
        this.events.refused(operation, error.message);
      } else {
        this.unanswered();
      }
      return fallback;
    } finally {
      this.events.operation(operation, (performance.now() - startMs) / 1000);
    }
  }

  private answered(): void {
    this.silentSinceMs = null;
    this.breaker.succeeded();
  }

  private unanswered(): void {
    this.breaker.failed();
    const now = performance.now();
    this.silentSinceMs ??= now;
    if (now - this.silentSinceMs < DROP_SOCKET_MS) return;
    this.silentSinceMs = null;
    this.connection.renew();
  }
}

/** @throws Error when the time is over; what `work` does after that is ignored */
async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
