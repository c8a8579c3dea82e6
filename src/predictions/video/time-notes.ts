import type { Readable } from 'node:stream';

const TIME = /pts_time:(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/;

/** The times of decoded frames as ffmpeg's `metadata` filter prints them, one after the other. */
export class TimeNotes {
  private readonly seconds: (number | undefined)[] = [];
  private waiting: ((seconds: number | undefined) => void) | undefined;
  private isEnded = false;
  private rest = '';

  constructor(notes: Readable) {
    notes.setEncoding('utf8');
    notes.on('data', (text: string) => this.add(text));
    notes.once('close', () => this.end());
    notes.once('error', () => this.end());
  }

  /** In seconds; waits for it. Undefined when there is no time for a frame, or no more frame. */
  next(): Promise<number | undefined> {
    if (this.seconds.length > 0 || this.isEnded) return Promise.resolve(this.seconds.shift());
    return new Promise((resolve) => (this.waiting = resolve));
  }

  private add(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('frame:')) continue;
      const time = TIME.exec(line)?.[1];
      this.give(time === undefined ? undefined : Number(time));
    }
  }

  private give(seconds: number | undefined): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) waiting(seconds);
    else this.seconds.push(seconds);
  }

  private end(): void {
    this.isEnded = true;
    this.waiting?.(undefined);
    this.waiting = undefined;
  }
}
