import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { v7 } from 'uuid';

import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { DatabaseService } from '../../database/database.service.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { ModelProvider } from '../../models/model-provider.js';
import { ReplayOne } from './replay-one.js';
import { ReplaySource } from './replay-source.js';
import { type Replay, type ReplayRow, ReplayStore } from './replay-store.js';

const POLL_MS = 2000;
/** Rows that are made before they are written. */
const PAGE_ROWS = 10;
const RENEW_MS = 5000;
const RETRY_MS = 2000;
const CLEAN_MS = 3600_000;

/** Works on one replay at a time; several servers share them. */
@Injectable()
export class ReplayWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Replays');
  readonly #owner = v7();
  readonly #stopping = new AbortController();
  #wake: () => void = () => undefined;
  #work: Promise<void> = Promise.resolve();
  #cleanAt = 0;

  constructor(
    private readonly env: Env,
    private readonly database: DatabaseService,
    private readonly models: ModelProvider,
    private readonly store: ReplayStore,
    private readonly source: ReplaySource,
    private readonly one: ReplayOne,
  ) {}

  onApplicationBootstrap(): void {
    if (this.env.DATABASE_MODE !== 'off') this.#work = this.#run();
  }

  /** What is in progress is given back, for another server or the next start. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#work;
  }

  /** Looks for work now. */
  wake(): void {
    this.#wake();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const replay = await this.#next();
      if (replay) await this.#replay(replay);
      else await this.#rest();
    }
  }

  async #next(): Promise<Replay | undefined> {
    if (!this.database.isReady || !this.models.hasSettled) return undefined;
    try {
      await this.#clean();
      return await this.store.claim(this.#owner);
    } catch (error) {
      this.#logger.debug(`no replay can be taken: ${(error as Error).message}`);
      return undefined;
    }
  }

  async #replay(replay: Replay): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, ended.signal]);
    const renewal = setInterval(() => {
      void this.#renew(replay.id).then((isOurs) => isOurs || ended.abort());
    }, RENEW_MS).unref();
    try {
      await this.#pages(replay, signal);
    } catch (error) {
      if (signal.aborted) {
        if (this.#stopping.signal.aborted) await this.#release(replay.id);
      } else await this.#failed(replay, error as Error);
    } finally {
      clearInterval(renewal);
    }
  }

  async #pages(replay: Replay, signal: AbortSignal): Promise<void> {
    let { done, lastId } = replay;
    while (done < replay.rowLimit) {
      const limit = Math.min(PAGE_ROWS, replay.rowLimit - done);
      const after = lastId;
      const page = await this.#persist(signal, () =>
        this.source.page(replay.model, replay.filters, limit, after),
      );
      if (page.length === 0) break;
      const rows: ReplayRow[] = [];
      for (const prediction of page) {
        const version = this.#version(replay);
        const release = version.hold();
        try {
          rows.push(await this.one.run(prediction, version, signal));
        } finally {
          release();
        }
      }
      if (!(await this.#persist(signal, () => this.store.save(replay.id, this.#owner, rows)))) return;
      done += page.length;
      lastId = page.at(-1)?.id ?? null;
    }
    await this.#persist(signal, () => this.store.finish(replay.id, this.#owner, 'done', null));
    this.#logger.log('replay done', { replay: replay.id, model: replay.model, rows: done });
  }

  /** @throws AppError VERSION_NOT_FOUND when it is gone */
  #version({ model, against }: Replay): LoadedVersion {
    const versions = this.models.get(model).versions;
    const found = versions.find(({ spec }) => spec.version === against);
    if (found) return found;
    const available = versions.map(({ spec }) => spec.version);
    throw new AppError('VERSION_NOT_FOUND', { model, version: against, available });
  }

  /** Does what the database is needed for, again and again until it is there. */
  async #persist<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
      await delay(RETRY_MS, undefined, { signal, ref: false });
    }
  }

  async #renew(id: string): Promise<boolean> {
    try {
      return await this.store.renew(id, this.#owner);
    } catch {
      // Nobody else can take it either while the database is away.
      return true;
    }
  }

  async #release(id: string): Promise<void> {
    try {
      await this.store.release(id, this.#owner);
    } catch (error) {
      this.#logger.debug(`a replay could not be given back, its lease will end: ${(error as Error).message}`);
    }
  }

  async #failed({ id, model }: Replay, error: Error): Promise<void> {
    this.#logger.warn('replay failed', { replay: id, model, err: error });
    const reason = error instanceof AppError ? error.message : 'a fault of the server; the log has more';
    await this.store.finish(id, this.#owner, 'failed', reason).catch(() => undefined);
  }

  async #clean(): Promise<void> {
    if (this.env.HISTORY_RETENTION_DAYS === 0 || performance.now() < this.#cleanAt) return;
    this.#cleanAt = performance.now() + CLEAN_MS;
    await this.store.removeOld(this.env.HISTORY_RETENTION_DAYS);
  }

  async #rest(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }
}
