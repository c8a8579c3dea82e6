import type { Terminal } from '../terminal.js';

const BAR = 30;
const REDRAW_MS = 100;

/** How far a download is: a bar where somebody looks at it, a line for each quarter in a log. */
export class Progress {
  private lastMs = -Infinity;
  private quarter = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly name: string,
    private readonly total: number,
  ) {}

  show(done: number): void {
    if (this.terminal.isWatched) return this.bar(done);
    const quarter = Math.floor((4 * done) / this.total);
    if (quarter <= this.quarter) return;
    this.quarter = quarter;
    this.terminal.note(`${this.name}: ${quarter * 25} % of ${megabytes(this.total)}`);
  }

  private bar(done: number): void {
    const now = performance.now();
    if (done < this.total && now - this.lastMs < REDRAW_MS) return;
    this.lastMs = now;
    const full = Math.round((BAR * done) / this.total);
    const bar = '#'.repeat(full) + '.'.repeat(BAR - full);
    this.terminal.redraw(
      `${this.name} [${bar}] ${Math.floor((100 * done) / this.total)} % of ${megabytes(this.total)}`,
    );
    if (done >= this.total) this.terminal.note('');
  }
}

export function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
