import { createClient, type RedisClientType } from 'redis';

/** A client of the `redis` package as cache-manager-redis-yet takes it. */
export type RedisClient = RedisClientType;

const CONNECT_TIMEOUT_MS = 500;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;
/** Commands that wait for their answer; more are refused at once, so a frozen Redis cannot fill the memory. */
const MAX_WAITING_COMMANDS = 1000;
/** A connection that neither becomes usable nor fails for so long is given up for a new one. */
const SILENT_MS = 5000;
const REPORT_INTERVAL_MS = 1000;

/** What the connection tells the outside. */
export interface RedisConnectionEvents {
  /** At most once a second; `times` counts what was left out in between. */
  readonly failed: (reason: string, times: number) => void;
  /** Redis has answered on a new connection. */
  readonly ready: () => void;
}

interface Link {
  readonly client: RedisClient;
  hasSocket: boolean;
  isDiscarded: boolean;
  lastSignMs: number;
}

/**
 * One node-redis client that is always trying to be connected, replaced by a new one when its socket is dead without
 * saying so. Nothing here waits for Redis: a caller looks at `readyClient` and goes on without.
 */
export class RedisConnection {
  private link: Link;
  private isClosed = false;
  private failures = 0;
  private lastReportMs = -Infinity;

  /** @param url `redis://` or `rediss://`; may hold a password, which is never reported */
  constructor(
    private readonly url: string,
    private readonly events: RedisConnectionEvents,
  ) {
    this.link = this.open();
  }

  /** The client when it can take a command now, else null. */
  get readyClient(): RedisClient | null {
    if (this.isClosed) return null;
    if (this.link.client.isReady) return this.link.client;
    if (performance.now() - this.link.lastSignMs > SILENT_MS) this.renew();
    return null;
  }

  /**
   * Drops the socket with every command that waits on it, and connects anew. For a peer that takes commands but
   * answers none: node-redis 4 has no timeout for commands and would wait for ever.
   */
  renew(): void {
    if (this.isClosed) return;
    discard(this.link);
    this.link = this.open();
  }

  /** Ends the connection for good; commands under way get `graceMs` to finish. */
  async close(graceMs: number): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const { link } = this;
    link.isDiscarded = true;
    if (link.client.isReady) await settledWithin(link.client.quit(), graceMs);
    discard(link);
  }

  private open(): Link {
    const client = createClient({
      url: this.url,
      // A command that cannot be sent now is of no use later: the prediction went on without it.
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_WAITING_COMMANDS,
      pingInterval: 1000,
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        keepAlive: 5000,
        reconnectStrategy: (retries) => (link.isDiscarded ? false : retryDelayMs(retries)),
      },
    }) as RedisClient;
    const link: Link = { client, hasSocket: false, isDiscarded: false, lastSignMs: performance.now() };
    client.on('connect', () => {
      link.hasSocket = true;
      // Not at once: node-redis is about to write its greeting, and with the socket gone each of its commands would be a
      // rejection that nobody handles, which ends the process.
      if (link.isDiscarded) setImmediate(() => discard(link));
    });
    // Without a listener, node-redis ends the process with an uncaught exception at the first disconnect.
    client.on('error', (error: Error) => {
      link.hasSocket = false;
      link.lastSignMs = performance.now();
      if (!link.isDiscarded) this.report(error);
    });
    client.on('ready', () => {
      link.lastSignMs = performance.now();
      if (!link.isDiscarded) this.events.ready();
    });
    client.connect().catch(() => undefined);
    return link;
  }

  private report(error: Error): void {
    this.failures += 1;
    const now = performance.now();
    if (now - this.lastReportMs < REPORT_INTERVAL_MS) return;
    this.lastReportMs = now;
    this.events.failed(error.message || error.name, this.failures);
    this.failures = 0;
  }
}

/** Doubling from 50 ms to 1 s, varied by 25 % so that many instances do not come back together. */
function retryDelayMs(retries: number): number {
  return Math.round(Math.min(FIRST_RETRY_MS * 2 ** retries, LONGEST_RETRY_MS) * (0.75 + 0.5 * Math.random()));
}

/**
 * A client that is between two sockets cannot be disconnected: node-redis would keep the socket that is being opened.
 * It is marked instead, and ends itself at its next `connect` or failed attempt.
 */
function discard(link: Link): void {
  link.isDiscarded = true;
  if (link.hasSocket && link.client.isOpen) link.client.disconnect().catch(() => undefined);
}

async function settledWithin(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work.catch(() => undefined), limit]);
  clearTimeout(timer);
}
