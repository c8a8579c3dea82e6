import { RowBuffer } from './row-buffer.js';
import type { WaitingRow } from './row-buffer.js';

/** Where rows end up. */
export interface HistorySink {
  /**
   * Stores JSON lines of `toLine`; storing one twice leaves one row.
   *
   * @throws RowFault when a row itself is refused; anything else means: try again later
   */
  insert(lines: readonly string[]): Promise<void>;
}

/** The database refuses the content of a row, however often it is tried. */
export class RowFault extends Error {}

/** Rows on disk. */
export interface Spill {
  readonly bytes: number;
  readonly isEmpty: boolean;
  readonly hasRoom: boolean;
  /** @returns how many lines, from the first, were taken */
  append(lines: readonly string[]): number;
  /** The oldest lines, which stay until `done`; undefined when there are none. */
  oldest(
    maxLines: number,
  ): Promise<{ readonly lines: string[]; readonly done: () => Promise<void> } | undefined>;
  close(): void;
}

export interface Clock {
  /** Milliseconds, rising. */
  now(): number;
  /** Calls back once after `ms`. @returns cancels it */
  after(ms: number, callback: () => void): () => void;
}

export interface WriteBehindLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
  /** Rows that are written without waiting for more. */
  readonly flushRows: number;
  /** Longest wait of a row for company. */
  readonly flushMs: number;
  /** Age at which rows go to disk while the database is away. */
  readonly spillMs: number;
  /** Wait after the n-th failure in a row. */
  readonly backoffMs: (failures: number) => number;
}

export interface WriteBehindStats {
  /** Rows in memory. */
  readonly waiting: number;
  readonly waitingBytes: number;
  /** Rows that reached the database, and rows that went to disk first, since the start. */
  readonly written: number;
  readonly spilled: number;
  /** Bytes on disk that wait for the database. */
  readonly spilledBytes: number;
  /** Rows that are lost: no room left, or refused by the database. */
  readonly dropped: number;
  /** Why rows wait now, or why one was last refused; null when all is well. */
  readonly lastError: string | null;
}

const noop = (): void => undefined;
const BATCH_ROWS = 500;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Fill at which rows go to disk, and the one they go down to. */
const HIGH_FILL = 0.75;
const LOW_FILL = 0.5;

/**
 * Takes rows at once and writes them in the background, one batch at a time. While the sink fails it waits longer and longer;
 * rows then go to disk before memory is full or they are old, and when the disk is full too the oldest are dropped and counted.
 */
export class WriteBehind {
  readonly #buffer: RowBuffer;
  #written = 0;
  #spilled = 0;
  #dropped = 0;
  #lastError: string | null = null;
  #failures = 0;
  #retryAt = 0;
  #isClosed = false;
  #wake: () => void = noop;
  readonly #loop: Promise<void>;

  /** @param onFault is told the first fault of a row of failures, and null when it is over */
  constructor(
    private readonly sink: HistorySink,
    private readonly spill: Spill,
    private readonly limits: WriteBehindLimits,
    private readonly clock: Clock,
    private readonly onFault: (fault: Error | null) => void = noop,
  ) {
    this.#buffer = new RowBuffer(limits.maxRows, limits.maxBytes);
    this.#loop = this.#run();
  }

  get stats(): WriteBehindStats {
    return {
      waiting: this.#buffer.size,
      waitingBytes: this.#buffer.bytes,
      written: this.#written,
      spilled: this.#spilled,
      spilledBytes: this.spill.bytes,
      dropped: this.#dropped,
      lastError: this.#lastError,
    };
  }

  /** Never waits, never throws. */
  add(id: string, line: string): void {
    this.#buffer.add(id, line, this.clock.now());
    if (this.#isClosed) return this.spillAll();
    if (this.#buffer.fill >= HIGH_FILL) this.#spillDownTo(LOW_FILL);
    this.#dropped += this.#buffer.trim();
    if (this.#buffer.size === 1 || this.#buffer.size === this.limits.flushRows) this.#wake();
  }

  /** The line of a row that is still in memory. */
  get(id: string): string | undefined {
    return this.#buffer.get(id);
  }

  /** Forgets rows in memory; one that is being written at this moment gets there all the same. */
  drop(isUnwanted: (line: string) => boolean): void {
    this.#buffer.removeWhere(isUnwanted);
  }

  /** Whether rows lie on disk that are not yet in the database. */
  get hasSpilled(): boolean {
    return !this.spill.isEmpty;
  }

  /** Tries again at once: the database is said to be back. */
  retryNow(): void {
    this.#retryAt = 0;
    this.#wake();
  }

  /** Writes everything, for at most `withinMs`; what is left then goes to disk. */
  async close(withinMs: number): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    let end: () => void = noop;
    const deadline = new Promise<void>((resolve) => (end = resolve));
    const cancel = this.clock.after(withinMs, end);
    await Promise.race([this.#drain(), deadline]);
    cancel();
    this.spillAll();
    this.spill.close();
  }

  /** Everything in memory to disk, now, without yielding: also for a process that is about to die. */
  spillAll(): void {
    this.#spillDownTo(0);
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const wait = this.#waitMs();
      if (wait > 0) await this.#rest(wait);
      else await this.#step();
    }
  }

  #waitMs(): number {
    const now = this.clock.now();
    const { size, oldestAt } = this.#buffer;
    if (size === 0 && this.spill.isEmpty) return Number.POSITIVE_INFINITY;
    if (this.#failures > 0) return this.#retryAt - now;
    if (size >= this.limits.flushRows || !this.spill.isEmpty) return 0;
    return (oldestAt ?? now) + this.limits.flushMs - now;
  }

  async #rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = Number.isFinite(ms) ? this.clock.after(ms, resolve) : noop;
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = noop;
  }

  /** One batch from memory when it is due, else one from disk. */
  async #step(): Promise<void> {
    try {
      const { size, oldestAt } = this.#buffer;
      const isDue =
        size >= this.limits.flushRows || this.clock.now() - (oldestAt ?? 0) >= this.limits.flushMs;
      if (size > 0 && (isDue || this.spill.isEmpty)) await this.#flush();
      else await this.#replay();
      this.#succeeded();
    } catch (error) {
      this.#failed(error as Error);
    }
  }

  async #flush(): Promise<void> {
    const rows = this.#buffer.oldest(BATCH_ROWS, BATCH_BYTES);
    await this.#store(rows.map((row) => row.line));
    this.#buffer.remove(rows);
  }

  async #replay(): Promise<void> {
    const batch = await this.spill.oldest(BATCH_ROWS);
    if (!batch) return;
    if (batch.lines.length > 0) await this.#store(batch.lines);
    await batch.done();
  }

  /** Leaves out the rows that are refused, found by halving. */
  async #store(lines: readonly string[]): Promise<void> {
    try {
      await this.sink.insert(lines);
      this.#written += lines.length;
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      if (lines.length === 1) {
        this.#dropped++;
        this.#lastError = error.message;
        this.onFault(error);
        return;
      }
      const half = lines.length >> 1;
      await this.#store(lines.slice(0, half));
      await this.#store(lines.slice(half));
    }
  }

  #succeeded(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#lastError = null;
    this.onFault(null);
  }

  #failed(error: Error): void {
    this.#lastError = error.message;
    if (this.#failures === 0) this.onFault(error);
    this.#failures++;
    const now = this.clock.now();
    this.#retryAt = now + this.limits.backoffMs(this.#failures);
    if (now - (this.#buffer.oldestAt ?? now) >= this.limits.spillMs) this.#spillDownTo(0);
  }

  async #drain(): Promise<void> {
    await this.#loop;
    try {
      while (this.#buffer.size > 0) await this.#flush();
    } catch (error) {
      this.#lastError = (error as Error).message;
    }
  }

  #spillDownTo(fill: number): void {
    if (!this.spill.hasRoom) return;
    const excess: WaitingRow[] = [];
    let { size, bytes } = this.#buffer;
    for (const row of this.#buffer.oldest(this.#buffer.size)) {
      if (Math.max(size / this.limits.maxRows, bytes / this.limits.maxBytes) <= fill) break;
      excess.push(row);
      size--;
      bytes -= row.bytes;
    }
    if (excess.length === 0) return;
    try {
      const taken = excess.slice(0, this.spill.append(excess.map((row) => row.line)));
      this.#buffer.remove(taken);
      this.#spilled += taken.length;
    } catch (error) {
      this.#lastError = (error as Error).message;
      this.onFault(error as Error);
    }
  }
}
