import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { RoutingRecord } from './routing-record.js';

/** Of another shape than this server writes: then it is as if there were none. */
const FORMAT = 1;

/**
 * The last known routing in a file, so that a server that starts while the database is away goes on where it was. The
 * database has the last word as soon as it answers.
 */
export class RoutingMemory {
  private last = '';

  constructor(private readonly path: string) {}

  /** @throws Error when there is a file that cannot be read */
  recall(): RoutingRecord[] {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const { format, records } = JSON.parse(text) as { format: number; records: RoutingRecord[] };
    if (format !== FORMAT) return [];
    return records.map((record) => ({ ...record, changedAt: new Date(record.changedAt) }));
  }

  /** Writes only what has changed, and all of it or nothing. @throws Error when the folder cannot be written to */
  keep(records: readonly RoutingRecord[]): void {
    const text = JSON.stringify({ format: FORMAT, records });
    if (text === this.last) return;
    mkdirSync(dirname(this.path), { recursive: true });
    const next = `${this.path}.${process.pid}`;
    writeFileSync(next, text);
    renameSync(next, this.path);
    this.last = text;
  }
}
