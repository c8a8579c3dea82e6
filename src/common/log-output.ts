import { write, writeSync } from 'node:fs';

/** Lines are written together: every write wakes another thread, which costs more than making the line. */
const CHUNK_BYTES = 4096;
const LONGEST_WAIT_MS = 20;
/** What may wait for a slow reader or a full disk, in bytes; a line above it is lost rather than holding a request up. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** A pipe that is full. */
const AGAIN_MS = 20;
/** A disk that is full, or whatever else it is. */
const FAULT_PAUSE_MS = 1000;
/** How long the end of the process may wait for a reader, in steps. */
const LAST_TRIES = 50;
const LAST_TRY_MS = 10;

const NOTHING = Buffer.alloc(0);
const PAUSE_CELL = new Int32Array(new SharedArrayBuffer(4));

/**
 * Log lines to a file descriptor, in chunks and without ever blocking, throwing or ending the process. What cannot be written waits:
 * for a reader that is slow, for a disk that has room again. A reader that is gone costs all lines, and nothing else.
 */
export class LogOutput {
  private waiting: string[] = [];
  private waitingBytes = 0;
  /** What a write left over; it goes before all that waits. */
  private rest: Buffer | undefined;
  private state: 'idle' | 'writing' | 'paused' | 'gone' = 'idle';
  private lost = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly fd: number) {}

  write(line: string): void {
    if (this.state === 'gone') return;
    const bytes = Buffer.byteLength(line);
    if (this.waitingBytes + bytes > MAX_WAITING_BYTES) {
      this.lost += 1;
      return;
    }
    this.waiting.push(line);
    this.waitingBytes += bytes;
    if (this.state !== 'idle') return;
    if (this.waitingBytes >= CHUNK_BYTES) this.next();
    else this.timer ??= setTimeout(this.next, LONGEST_WAIT_MS).unref();
  }

  /** Everything, now, without yielding: for a process that is about to end. Waits half a second for a slow reader, never for a disk. */
  flush(): void {
    if (this.state === 'gone') return;
    // What another thread is writing at this moment is on its way.
    let data = Buffer.concat([this.rest ?? NOTHING, this.taken()]);
    this.rest = undefined;
    for (let tries = 0; data.length > 0 && tries < LAST_TRIES;) {
      try {
        data = data.subarray(writeSync(this.fd, data));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
        tries += 1;
        Atomics.wait(PAUSE_CELL, 0, 0, LAST_TRY_MS);
      }
    }
  }

  private readonly next = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const data = this.rest ?? this.taken();
    this.rest = undefined;
    if (data.length === 0) {
      this.state = 'idle';
      return;
    }
    this.state = 'writing';
    write(this.fd, data, (error, written) => {
      if (error) return this.failed(error, data);
      if (written < data.length) this.rest = data.subarray(written);
      this.next();
    });
  };

  private failed({ code }: NodeJS.ErrnoException, data: Buffer): void {
    if (code === 'EPIPE' || code === 'EBADF') {
      this.state = 'gone';
      this.taken();
      return;
    }
    this.state = 'paused';
    this.rest = data;
    this.timer = setTimeout(this.next, code === 'EAGAIN' ? AGAIN_MS : FAULT_PAUSE_MS).unref();
  }

  private taken(): Buffer {
    const data = Buffer.from(this.waiting.join(''));
    this.waiting = [];
    this.waitingBytes = 0;
    if (this.lost === 0) return data;
    const line = {
      level: 'warn',
      time: new Date().toISOString(),
      lost: this.lost,
      msg: 'log lines were lost',
    };
    this.lost = 0;
    return Buffer.concat([data, Buffer.from(`${JSON.stringify(line)}\n`)]);
  }
}
