import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { EX_CONFIG } from '../../config/exit-code.js';
import { identityOf, isRunning } from '../process-identity.js';
import type { ProcessIdentity } from '../process-identity.js';

/** The embedded database's folder belongs to a running server: a fatal fault of the configuration. */
export class DataFolderInUseError extends Error {
  readonly exitCode = EX_CONFIG;

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `the database folder '${folder}' is in use by the server with process id ${pid}: ` +
        'stop that one, or give this one its own DATA_DIR or a DATABASE_URL',
    );
    this.name = 'DataFolderInUseError';
  }
}

interface Holder {
  readonly server: ProcessIdentity;
  /** The database process, which may outlive its server by a moment. */
  readonly database: ProcessIdentity | null;
}

/** A database process notices within a second that its server is gone. */
const DATABASE_EXIT_MS = 5000;
const POLL_MS = 50;

/**
 * Keeps a second server out of a folder: PGlite does not, and the later process would silently lose rows.
 * The lock is a file made with O_EXCL beside the folder; it names its holder, so that one left behind by a killed server is
 * taken over.
 */
export class DataFolderLock {
  readonly #file: string;
  readonly #folder: string;
  #isHeld = false;

  constructor(folder: string) {
    this.#folder = resolve(folder);
    this.#file = `${this.#folder}.lock`;
  }

  /** @throws DataFolderInUseError when another process holds it */
  async acquire(): Promise<void> {
    mkdirSync(dirname(this.#file), { recursive: true });
    while (!this.#create()) {
      const text = this.#read();
      if (text !== undefined && (await this.#isStale(text))) this.#remove(text);
    }
    this.#isHeld = true;
  }

  /** Names the process that has the folder open from now on. */
  setDatabase(pid: number): void {
    const draft = `${this.#file}.${process.pid}`;
    write(draft, 'w', describe(identityOf(pid)));
    renameSync(draft, this.#file);
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    rmSync(this.#file, { force: true });
  }

  #create(): boolean {
    try {
      write(this.#file, 'wx', describe(null));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async #isStale(text: string): Promise<boolean> {
    const holder = parse(text);
    if (!holder) {
      // Just made and not yet written, or torn by a power cut: what is still unreadable a moment later is nobody's.
      await delay(2 * POLL_MS);
      return this.#read() === text;
    }
    if (isRunning(holder.server)) throw new DataFolderInUseError(this.#folder, holder.server.pid);
    if (holder.database) await this.#ended(holder.database);
    return true;
  }

  async #ended(database: ProcessIdentity): Promise<void> {
    const until = performance.now() + DATABASE_EXIT_MS;
    while (isRunning(database)) {
      if (performance.now() > until) throw new DataFolderInUseError(this.#folder, database.pid);
      await delay(POLL_MS);
    }
  }

  /** Moves the stale file aside; when another server was quicker and the moved one is its new lock, puts that back. */
  #remove(stale: string): void {
    const aside = `${this.#file}.stale.${process.pid}`;
    try {
      renameSync(this.#file, aside);
      if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, this.#file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
    } finally {
      rmSync(aside, { force: true });
    }
  }
}

function describe(database: ProcessIdentity | null): string {
  return JSON.stringify({ server: identityOf(process.pid), database } satisfies Holder);
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return Number.isInteger(holder.server.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, flags: 'w' | 'wx', text: string): void {
  const handle = openSync(file, flags, 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
