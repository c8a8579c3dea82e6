import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { AppError } from '../common/errors.js';
import { backoffMs } from './backoff.js';
import type { BreakerState } from '../common/breaker-state.js';
import { connectionFault } from './connection-fault.js';
import type { ConnectionFault } from './connection-fault.js';
import type { DatabaseState, DatabaseStatus, PoolFigures } from './database-status.js';
import { DatabaseSource } from './database-source.js';
import { ReadBreaker, type ReadOutcome } from './read-breaker.js';
import { setupFault } from './setup-fault.js';

const RETRY_BASE_MS = 250;
const RETRY_MAX_MS = 10_000;
/** When one connection broke, its neighbours are mostly about to: the pause lets the pool notice and drop them. */
const READ_RETRY_PAUSES_MS = [25, 150];
const RECOVERY_PING_MS = 2000;
const RECOVERY_MAX_MS = 2000;
/** Failed pings in a row, some 4 s each, after which the embedded database counts as stuck. */
const PINGS_BEFORE_REVIVAL = 6;
const CLOSE_TIMEOUT_MS = 2000;
const RETRY_AFTER_SECONDS = 5;

/**
 * The connection to the database. It is made in the background and mended by itself: the server starts and predicts without it.
 */
@Injectable()
export class DatabaseService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Database');
  readonly #closing = new AbortController();
  readonly #preparations: ((manager: EntityManager) => Promise<void>)[] = [];
  readonly #readyListeners: (() => void)[] = [];
  #state: DatabaseState = 'connecting';
  #reason: string | null = 'the database is starting';
  #since = new Date();
  #work: Promise<void> = Promise.resolve();
  #ping: Promise<void> | undefined;
  #isReadOnly = false;
  readonly #reads = new ReadBreaker();

  constructor(private readonly source: DatabaseSource) {}

  /** @throws DataFolderInUseError when another server has the embedded database open */
  async onModuleInit(): Promise<void> {
    if (this.source.kind === 'none') {
      this.#enter('off', 'the prediction history is switched off (DATABASE_MODE=off)');
      return;
    }
    await this.source.claim();
    this.source.onLost(() => this.#lost({ kind: 'lost', reason: 'the embedded database is restarting' }));
    this.#work = this.#connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#closing.abort();
    await this.#work;
    await Promise.race([this.#close(), delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    await this.source.stop();
  }

  get status(): DatabaseStatus {
    return { state: this.#state, kind: this.source.kind, reason: this.#reason, since: this.#since };
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /**
   * Whether reads are refused at once: while the database is away, or fails too many of them. 0 no, 1 one try is under way, 2 yes;
   * undefined when it is switched off.
   */
  get breakerState(): BreakerState | undefined {
    if (this.#state === 'off') return undefined;
    if (this.#state === 'ready') return this.#reads.state;
    return this.#ping ? 1 : 2;
  }

  /** Whether the last ping met a database that takes no changes, as a standby does. */
  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  /** Figures of the pool; all 0 while there is none. */
  get pool(): PoolFigures {
    return this.source.pool;
  }

  /** Calls `listener` each time that somebody has waited for a connection: how long, and whether there was one. */
  onWait(listener: (ms: number, isServed: boolean) => void): void {
    this.source.onWait(listener);
  }

  /**
   * Adds a step between the migrations and `ready`, for what the schema needs at run time. It runs once after every start.
   * Call it before `onModuleInit`, that is in a constructor.
   */
  beforeReady(step: (manager: EntityManager) => Promise<void>): void {
    this.#preparations.push(step);
  }

  /** Calls `listener` each time the database becomes ready. */
  onReady(listener: () => void): void {
    this.#readyListeners.push(listener);
  }

  /**
   * Checks the connection with one query; concurrent calls share it.
   *
   * @throws AppError HISTORY_UNAVAILABLE when it is not ready or does not answer in `timeoutMs`
   */
  async ping(timeoutMs: number): Promise<void> {
    this.#assertReady();
    try {
      await this.#pingOnce(timeoutMs);
    } catch (error) {
      throw this.#unavailable(error);
    }
  }

  /**
   * Runs queries that only read. A connection that broke meanwhile is replaced and the work done once more.
   *
   * @throws AppError HISTORY_UNAVAILABLE when the database is away, frozen, has no free connection, or has failed too many reads
   */
  async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    this.#assertReady();
    const ended = this.#reads.tryEnter();
    if (!ended) throw this.#error('too many reads of the database have just failed');
    let outcome: ReadOutcome = 'ok';
    try {
      return await this.#readPatiently(work);
    } catch (error) {
      outcome = outcomeOf(error);
      throw this.#unavailable(error);
    } finally {
      ended(outcome);
    }
  }

  /** @throws the fault itself */
  async #readPatiently<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    for (const pauseMs of READ_RETRY_PAUSES_MS) {
      this.#assertReady();
      try {
        return await work(this.source.dataSource.manager);
      } catch (error) {
        if (connectionFault(error)?.kind !== 'lost') throw error;
      }
      await this.#rest(pauseMs);
    }
    this.#assertReady();
    return work(this.source.dataSource.manager);
  }

  /**
   * Runs queries that change something: once, as nobody knows whether a broken connection had done its work.
   *
   * @throws AppError HISTORY_UNAVAILABLE as `read`; other faults of the query as they are
   */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    this.#assertReady();
    try {
      return await work(this.source.dataSource.manager);
    } catch (error) {
      throw this.#unavailable(error);
    }
  }

  #assertReady(): void {
    if (this.#state !== 'ready') throw this.#error(this.#reason ?? 'the database is not ready');
  }

  /** The error to throw for `error`; notes that the database is away when that is what it says. */
  #unavailable(error: unknown): unknown {
    const fault = connectionFault(error);
    if (!fault) return error;
    if (isAway(fault)) this.#lost(fault);
    return this.#error(fault.reason, error);
  }

  #error(reason: string, cause?: unknown): AppError {
    // TypeORM's own error holds the parameters of the query, which are nothing for a log.
    const driverError = (cause as { driverError?: unknown } | undefined)?.driverError;
    return new AppError(
      'HISTORY_UNAVAILABLE',
      { reason },
      {
        cause: driverError ?? cause,
        ...(this.#state === 'off' ? {} : { retryAfterSeconds: RETRY_AFTER_SECONDS }),
      },
    );
  }

  #enter(state: DatabaseState, reason: string | null): void {
    this.#state = state;
    this.#reason = reason;
    this.#since = new Date();
    if (state !== 'ready') return;
    this.#reads.reset();
    for (const listener of this.#readyListeners) listener();
  }

  /** Connects, migrates and prepares; tries again until it succeeds or the server stops. */
  async #connect(): Promise<void> {
    const startedAt = performance.now();
    for (let failures = 0; !this.#closing.signal.aborted;) {
      try {
        const { migrations, notices } = await this.source.open(this.#closing.signal);
        for (const notice of notices) this.#logger.warn(notice);
        for (const step of this.#preparations) await step(this.source.dataSource.manager);
        const took = Math.round(performance.now() - startedAt);
        this.#logger.log(
          `${this.source.kind} database ready after ${took} ms, ${migrations.length} migrations run`,
        );
        this.#enter('ready', null);
        return;
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        failures++;
        this.#failed(error);
        await this.#rest(backoffMs(failures, RETRY_BASE_MS, RETRY_MAX_MS));
      }
    }
  }

  /** Says once why it cannot be used, and what is to be done about it. */
  #failed(error: unknown): void {
    const setup = this.source.kind === 'postgresql' ? setupFault(error) : undefined;
    const reason = setup?.reason ?? connectionFault(error)?.reason ?? 'the database could not be prepared';
    if (this.#state === 'unavailable' && this.#reason === reason) return;
    const line = `${reason}; predictions go on, the history waits (${message(error)})`;
    if (setup) this.#logger.error(`${line}: ${setup.advice}`);
    else this.#logger.warn(line);
    this.#enter('unavailable', reason);
  }

  #lost(fault: ConnectionFault): void {
    if (this.#state !== 'ready' || this.#closing.signal.aborted) return;
    this.#logger.warn(`${fault.reason}; predictions go on, the history waits`);
    this.#enter('unavailable', fault.reason);
    this.#work = this.#recover();
  }

  /** Waits until an established pool works again. */
  async #recover(): Promise<void> {
    const lostAt = performance.now();
    for (let failures = 1; !this.#closing.signal.aborted; failures++) {
      try {
        await this.#pingOnce(RECOVERY_PING_MS);
        this.#logger.log(`the database is back after ${Math.round(performance.now() - lostAt)} ms`);
        this.#enter('ready', null);
        return;
      } catch {
        if (failures % PINGS_BEFORE_REVIVAL === 0) this.source.revive();
        await this.#rest(backoffMs(failures, RETRY_BASE_MS, RECOVERY_MAX_MS));
      }
    }
  }

  async #pingOnce(timeoutMs: number): Promise<void> {
    this.#ping ??= this.source.dataSource
      .query(`SELECT current_setting('transaction_read_only') = 'on' AS is_read_only`)
      .then(
        ([answer]: { is_read_only: boolean }[]) => void (this.#isReadOnly = answer?.is_read_only === true),
      )
      .finally(() => (this.#ping = undefined));
    const timer = new AbortController();
    try {
      await Promise.race([
        this.#ping,
        delay(timeoutMs, undefined, { signal: timer.signal, ref: false }).then(() => {
          throw Object.assign(new Error(`no answer in ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
        }),
      ]);
    } finally {
      timer.abort();
    }
  }

  async #rest(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  async #close(): Promise<void> {
    try {
      await this.source.close();
    } catch (error) {
      this.#logger.warn(`closing the database connections: ${message(error)}`);
    }
  }
}

const isAway = ({ kind }: ConnectionFault): boolean => kind === 'lost' || kind === 'frozen';

/** What a failed read says of the database; a fault of the query itself says that it answers. */
function outcomeOf(error: unknown): ReadOutcome {
  // Thrown here, when the database went away meanwhile.
  if (error instanceof AppError && error.code === 'HISTORY_UNAVAILABLE') return 'neither';
  const fault = connectionFault(error);
  if (!fault) return 'ok';
  return fault.kind === 'busy' ? 'neither' : 'failed';
}

function message(error: unknown): string {
  return error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
}
