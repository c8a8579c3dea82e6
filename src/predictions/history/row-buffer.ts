/** A row that waits: its id and its JSON line. */
export interface WaitingRow {
  readonly id: string;
  readonly line: string;
  readonly bytes: number;
  /** When it came, by the clock of the caller, in milliseconds. */
  readonly at: number;
}

/** Rows in the order they came, bounded by count and bytes. Holds; decides nothing. */
export class RowBuffer {
  readonly #rows = new Map<string, WaitingRow>();
  #bytes = 0;

  constructor(
    readonly maxRows: number,
    readonly maxBytes: number,
  ) {}

  get size(): number {
    return this.#rows.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How full it is: 1 at its limit, by rows or by bytes. */
  get fill(): number {
    return Math.max(this.#rows.size / this.maxRows, this.#bytes / this.maxBytes);
  }

  /** When the oldest row came; undefined when empty. */
  get oldestAt(): number | undefined {
    return this.#first()?.at;
  }

  add(id: string, line: string, at: number): void {
    const bytes = Buffer.byteLength(line);
    this.#rows.set(id, { id, line, bytes, at });
    this.#bytes += bytes;
  }

  get(id: string): string | undefined {
    return this.#rows.get(id)?.line;
  }

  /** The oldest rows, which stay: at most `rows`, and no more than `bytes` unless the first alone is larger. */
  oldest(rows: number, bytes = Number.POSITIVE_INFINITY): WaitingRow[] {
    const batch: WaitingRow[] = [];
    let total = 0;
    for (const row of this.#rows.values()) {
      total += row.bytes;
      if (batch.length >= rows || (batch.length > 0 && total > bytes)) break;
      batch.push(row);
    }
    return batch;
  }

  remove(rows: Iterable<WaitingRow>): void {
    for (const row of rows) if (this.#rows.delete(row.id)) this.#bytes -= row.bytes;
  }

  removeWhere(isUnwanted: (line: string) => boolean): void {
    this.remove([...this.#rows.values()].filter(({ line }) => isUnwanted(line)));
  }

  /** Removes the oldest rows until it is within its limits. @returns how many */
  trim(): number {
    let dropped = 0;
    for (let row = this.#first(); row && this.fill > 1; row = this.#first(), dropped++) this.remove([row]);
    return dropped;
  }

  #first(): WaitingRow | undefined {
    return this.#rows.values().next().value;
  }
}
