import type { ObjectSpool, SpoolEntry } from './object-spool.js';
import type { RemoteAccess } from './remote-access.js';
import { RemoteFault } from './remote-fault.js';
import type { RemoteStore } from './remote-store.js';
import type { StorageObserver } from './storage-observer.js';

const AT_A_TIME = 4;
/** How often it looks whether the breaker lets a call through again. */
const LOOK_MS = 250;

/** Sends what lies in the spool, oldest first and never two of one key side by side, until it is empty. */
export class Outbox {
  private readonly busy = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private idle: (() => void) | undefined;

  constructor(
    private readonly spool: ObjectSpool,
    private readonly store: RemoteStore,
    private readonly access: RemoteAccess,
    private readonly observer: StorageObserver,
  ) {}

  /** Something was added, or the start. */
  wake(): void {
    while (!this.isClosed && this.busy.size < AT_A_TIME) {
      const entry = this.next();
      if (!entry) return;
      if (!this.access.tryEnter()) return this.later();
      this.busy.add(entry.key);
      void this.send(entry);
    }
  }

  /** Takes back what has not been sent of a key and is not being sent now. */
  async takeBack(key: string): Promise<void> {
    if (this.busy.has(key)) return;
    for (const entry of this.spool.waiting.filter((it) => it.key === key)) await this.spool.done(entry);
  }

  /** Sends no more, and waits at most `graceMs` for what is under way. The rest stays on disk. */
  async close(graceMs: number): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    if (this.busy.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
      timer = setTimeout(resolve, graceMs);
    });
    clearTimeout(timer);
  }

  private next(): SpoolEntry | undefined {
    return this.spool.waiting.find((entry) => !this.busy.has(entry.key));
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.wake();
    }, LOOK_MS).unref();
  }

  private async send(entry: SpoolEntry): Promise<void> {
    try {
      await this.access.run(entry.operation, (signal) => this.perform(entry, signal));
      await this.spool.done(entry);
      if (entry.operation === 'put') this.observer.sent(entry.key, 'sent');
    } catch (error) {
      if (error instanceof RemoteFault && error.kind === 'rejected') {
        await this.spool.done(entry);
        this.observer.sent(entry.key, 'rejected', error.message);
      }
    } finally {
      this.busy.delete(entry.key);
      if (this.busy.size === 0) this.idle?.();
      this.wake();
    }
  }

  private async perform(entry: SpoolEntry, signal: AbortSignal): Promise<void> {
    if (entry.operation === 'delete') return this.store.delete(entry.key, signal);
    const bytes = await this.spool.read(entry);
    // Gone from the disk: a person has removed it, and there is nothing to send.
    if (bytes) await this.store.put(entry.key, bytes, signal);
  }
}
