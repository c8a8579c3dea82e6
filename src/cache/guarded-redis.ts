import { ErrorReply } from 'redis';

import type { BreakerState } from '../common/breaker-state.js';
import type { CacheOperation } from '../metrics/metric-labels.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { type RedisClient, RedisConnection } from './redis-connection.js';

/** Longest wait for one operation. A prediction takes longer than this, but not so much longer. */
const OPERATION_DEADLINE_MS = 50;
/** The same while the last one was not answered: a request that asks twice must not wait twice. */
const SUSPECT_DEADLINE_MS = 10;
const BREAKER_FAILURES = 3;
const BREAKER_OPEN_MS = 1000;
/** Nothing but deadlines for so long: the socket is dead or the peer frozen, so it is dropped with its queue. */
const DROP_SOCKET_MS = 5000;
const CLOSE_GRACE_MS = 200;
/** How long it is told that Redis refuses what it is asked. */
const REFUSAL_TOLD_MS = 30_000;
/** Pause between two new connections because of a primary that became a replica. */
const RENEW_PAUSE_MS = 5000;

/** What a Redis that is there says of itself when it does not do what it is asked. @see https://redis.io/docs/latest/develop/reference/protocol-spec/ */
const STATES: Readonly<Record<string, string>> = {
  OOM: 'Redis is full and evicts nothing (maxmemory-policy)',
  READONLY: 'Redis is a replica, which takes no changes',
  LOADING: 'Redis is loading its data',
  MASTERDOWN: 'Redis is a replica without its primary',
  MISCONF: 'Redis cannot save to its disk and takes no changes',
  MOVED: 'Redis is a cluster, which is not supported',
  CLUSTERDOWN: 'Redis is a cluster, which is not supported',
  NOAUTH: 'Redis asks for a password',
  NOPERM: 'the user of REDIS_URL may not do what is needed',
  NOREPLICAS: 'Redis has too few replicas and takes no changes',
};

/** What happens to operations, for metrics and logs. Must not throw. */
export interface RedisEvents {
  /** An operation was answered or given up; refused ones are not counted. */
  readonly operation: (operation: CacheOperation, seconds: number) => void;
  readonly connected: () => void;
  readonly connectionFailed: (reason: string, times: number) => void;
  /** Redis answered with an error, or a value cannot be read. */
  readonly refused: (operation: CacheOperation, reason: string) => void;
}

/**
 * Redis for those who can do without. No operation throws and none takes longer than 50 ms: what is away, slow or frozen
 * gives the caller's own fallback, and after three failures in a row nobody waits for it: once a second an operation is sent to see
 * whether it is back, and its caller goes on with the fallback meanwhile.
 */
export class GuardedRedis {
  private readonly breaker = new CircuitBreaker({
    failures: BREAKER_FAILURES,
    openMs: BREAKER_OPEN_MS,
    now: () => performance.now(),
    random: Math.random,
  });
  private readonly connection: RedisConnection;
  private silentSinceMs: number | null = null;
  private refusal: { readonly state: string; readonly atMs: number } | undefined;
  private renewedAtMs = -Infinity;

  constructor(
    url: string,
    private readonly events: RedisEvents,
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

  /** What a Redis that answers says against doing what it is asked, for half a minute after the last time; null when it does it. */
  get refuses(): string | null {
    if (!this.refusal || performance.now() - this.refusal.atMs > REFUSAL_TOLD_MS) return null;
    return this.refusal.state;
  }

  /**
   * @param fallback what the caller goes on with when Redis does not answer, refuses, or says undefined
   * @param run sends the commands of one operation
   */
  async ask<T>(
    operation: CacheOperation,
    fallback: T,
    run: (client: RedisClient) => Promise<T | undefined>,
  ): Promise<T> {
    const client = this.connection.readyClient;
    const isProbe = this.breaker.state !== 0;
    if (!client || !this.breaker.tryEnter()) return fallback;
    const outcome = this.attempt(operation, fallback, () => run(client));
    return isProbe ? fallback : outcome;
  }

  close(): Promise<void> {
    return this.connection.close(CLOSE_GRACE_MS);
  }

  private async attempt<T>(
    operation: CacheOperation,
    fallback: T,
    run: () => Promise<T | undefined>,
  ): Promise<T> {
    const startMs = performance.now();
    const isSuspect = this.breaker.state === 0 && this.silentSinceMs !== null;
    try {
      const value = await withDeadline(run(), isSuspect ? SUSPECT_DEADLINE_MS : OPERATION_DEADLINE_MS);
      this.answered();
      return value ?? fallback;
    } catch (error) {
      // An error that Redis sent, or a value that is not JSON, is an answer: the connection is fine.
      if (error instanceof ErrorReply || error instanceof SyntaxError) {
        this.answered();
        this.events.refused(operation, error.message);
        this.noteRefusal(error.message);
      } else {
        this.unanswered();
      }
      return fallback;
    } finally {
      this.events.operation(operation, (performance.now() - startMs) / 1000);
    }
  }

  private noteRefusal(message: string): void {
    const word = /^[A-Z]+/.exec(message)?.[0] ?? '';
    const state = STATES[word];
    const atMs = performance.now();
    if (state === undefined) return;
    this.refusal = { state, atMs };
    // After a failover its address may be another's: the old primary keeps its connections and takes no changes any more.
    if (word !== 'READONLY' || atMs - this.renewedAtMs < RENEW_PAUSE_MS) return;
    this.renewedAtMs = atMs;
    this.connection.renew();
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

/**
 * A process that was busy for the whole time finds the deadline over and the answer in its socket, and timers are looked
 * at before sockets: so the deadline gives the socket one turn. A busy process must not take Redis for dead.
 *
 * @throws Error when the time is over; what `work` does after that is ignored
 */
async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    const giveUp = (): void => reject(new Error(`no answer within ${deadlineMs} ms`));
    timer = setTimeout(() => setImmediate(giveUp), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
