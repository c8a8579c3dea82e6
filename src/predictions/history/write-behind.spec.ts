import { RowFault, WriteBehind } from './write-behind.js';
import type { Clock, HistorySink, Spill, WriteBehindLimits } from './write-behind.js';

const LIMITS: WriteBehindLimits = {
  maxRows: 1000,
  maxBytes: 100_000,
  flushRows: 20,
  flushMs: 250,
  spillMs: 5000,
  backoffMs: (failures) => 100 * 2 ** (failures - 1),
};

/** Time that passes when the test says so. */
class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets `ms` pass, timer by timer, and everything happen that follows from each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = end;
  }
}

/** A database that can be away, refuse rows or never answer. */
class FakeSink implements HistorySink {
  readonly batches: string[][] = [];
  mode: 'up' | 'away' | 'frozen' = 'up';
  readonly refused = new Set<string>();
  attempts = 0;

  get rows(): string[] {
    return this.batches.flat();
  }

  async insert(lines: readonly string[]): Promise<void> {
    this.attempts++;
    if (this.mode === 'frozen') await new Promise(() => undefined);
    if (this.mode === 'away') throw new Error('away');
    if (lines.some((line) => this.refused.has(line))) throw new RowFault('refused');
    this.batches.push([...lines]);
  }
}

class FakeSpill implements Spill {
  lines: string[] = [];
  room = Number.POSITIVE_INFINITY;

  get bytes(): number {
    return this.lines.length;
  }

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  get hasRoom(): boolean {
    return this.lines.length < this.room;
  }

  append(lines: readonly string[]): number {
    const taken = lines.slice(0, this.room - this.lines.length);
    this.lines.push(...taken);
    return taken.length;
  }

  async oldest(maxLines: number) {
    const lines = this.lines.slice(0, maxLines);
    const done = async (): Promise<void> => void this.lines.splice(0, lines.length);
    return lines.length > 0 ? { lines, done } : undefined;
  }

  close(): void {}
}

function setUp(limits: Partial<WriteBehindLimits> = {}) {
  const clock = new FakeClock();
  const sink = new FakeSink();
  const spill = new FakeSpill();
  const faults: (string | undefined)[] = [];
  const writer = new WriteBehind(sink, spill, { ...LIMITS, ...limits }, clock, (fault) =>
    faults.push(fault?.message),
  );
  let count = 0;
  const add = (rows: number) => {
    for (let i = 0; i < rows; i++, count++) writer.add(`id${count}`, `row${count}`);
  };
  return { clock, sink, spill, writer, faults, add };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rows = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `row${from + i}`);

describe('WriteBehind', () => {
  it('writes a lone row after the flush time, and finds it until then', async () => {
    const { clock, sink, writer, add } = setUp();
    add(1);
    await clock.pass(249);
    expect(sink.rows).toEqual([]);
    expect(writer.get('id0')).toBe('row0');
    await clock.pass(1);
    expect(sink.rows).toEqual(['row0']);
    expect(writer.get('id0')).toBeUndefined();
    expect(writer.stats).toMatchObject({ waiting: 0, waitingBytes: 0, written: 1, dropped: 0 });
  });

  it('writes at once when enough rows wait, all in one statement', async () => {
    const { clock, sink, add } = setUp();
    add(35);
    await clock.pass(0);
    expect(sink.batches).toEqual([rows(35)]);
  });

  it('waits longer after each failure and starts anew after a success', async () => {
    const { clock, sink, writer, faults, add } = setUp();
    sink.mode = 'away';
    add(1);
    await clock.pass(250);
    expect(sink.attempts).toBe(1);
    await clock.pass(99);
    expect(sink.attempts).toBe(1);
    await clock.pass(1 + 200 + 400);
    expect(sink.attempts).toBe(4);
    expect(writer.stats.lastError).toBe('away');
    sink.mode = 'up';
    await clock.pass(800);
    expect(sink.rows).toEqual(['row0']);
    expect(writer.stats.lastError).toBeNull();
    expect(faults).toEqual(['away', undefined]);
    sink.mode = 'away';
    add(1);
    await clock.pass(250 + 100);
    expect(sink.attempts).toBe(7);
  });

  it('does not hammer a database that is away while rows come in', async () => {
    const { clock, sink, add } = setUp();
    sink.mode = 'away';
    for (let i = 0; i < 40; i++) {
      add(20);
      await clock.pass(10);
    }
    expect(sink.attempts).toBeLessThanOrEqual(4);
  });

  it('tries at once when told that the database is back', async () => {
    const { clock, sink, writer, add } = setUp({ backoffMs: () => 60_000 });
    sink.mode = 'away';
    add(3);
    await clock.pass(250);
    sink.mode = 'up';
    writer.retryNow();
    await clock.pass(0);
    expect(sink.rows).toEqual(rows(3));
  });

  it('puts rows on disk before memory is full, and writes them when the database is back', async () => {
    const { clock, sink, spill, writer, add } = setUp();
    sink.mode = 'away';
    add(2000);
    await clock.pass(0);
    expect(spill.lines.length + writer.stats.waiting).toBe(2000);
    expect(writer.stats.waiting).toBeLessThanOrEqual(750);
    expect(writer.stats.spilled).toBe(spill.lines.length);
    expect(writer.hasSpilled).toBe(true);
    sink.mode = 'up';
    await clock.pass(1000);
    expect(sink.rows.toSorted()).toEqual(rows(2000).toSorted());
    expect(writer.stats).toMatchObject({ waiting: 0, dropped: 0, spilledBytes: 0 });
    expect(writer.hasSpilled).toBe(false);
  });

  it('puts old rows on disk although there is room in memory', async () => {
    const { clock, sink, spill, writer, add } = setUp();
    sink.mode = 'away';
    add(5);
    await clock.pass(10_000);
    expect(spill.lines).toEqual(rows(5));
    expect(writer.stats.waiting).toBe(0);
  });

  it('drops the oldest and counts them when the disk is full too', async () => {
    const { clock, sink, spill, writer, add } = setUp();
    sink.mode = 'away';
    spill.room = 100;
    add(1500);
    await clock.pass(0);
    expect(writer.stats).toMatchObject({ waiting: 1000, spilled: 100, dropped: 400 });
    sink.mode = 'up';
    await clock.pass(1000);
    expect(sink.rows.toSorted()).toEqual([...rows(100), ...rows(1000, 500)].toSorted());
  });

  it('writes rows of an earlier run that lie on disk', async () => {
    const { clock, sink, spill, writer } = setUp();
    spill.lines = rows(1200);
    writer.retryNow();
    await clock.pass(0);
    expect(sink.rows).toEqual(rows(1200));
  });

  it('keeps new rows flowing while it writes the ones from disk', async () => {
    const { clock, sink, spill, writer, add } = setUp();
    spill.lines = Array.from({ length: 3000 }, (_, i) => `old${i}`);
    writer.retryNow();
    add(20);
    await clock.pass(0);
    const position = sink.batches.findIndex((batch) => batch.includes('row0'));
    expect(position).toBeLessThanOrEqual(1);
    expect(sink.rows).toHaveLength(3020);
  });

  it('leaves out the rows that the database refuses, and only those', async () => {
    const { clock, sink, writer, faults, add } = setUp();
    sink.refused.add('row3').add('row17');
    add(30);
    await clock.pass(0);
    expect(sink.rows).toEqual(rows(30).filter((row) => row !== 'row3' && row !== 'row17'));
    expect(writer.stats).toMatchObject({ waiting: 0, written: 28, dropped: 2, lastError: 'refused' });
    expect(faults).toEqual(['refused', 'refused']);
  });

  describe('close', () => {
    it('writes everything first', async () => {
      const { sink, writer, add } = setUp();
      add(15);
      await writer.close(1000);
      expect(sink.rows).toEqual(rows(15));
    });

    it.each(['away', 'frozen'] as const)(
      'puts on disk what a database that is %s does not take',
      async (mode) => {
        const { clock, sink, spill, writer, add } = setUp();
        sink.mode = mode;
        add(30);
        await clock.pass(0);
        const closed = writer.close(1000);
        await clock.pass(1000);
        await closed;
        expect(spill.lines).toEqual(rows(30));
        expect(writer.stats.waiting).toBe(0);
      },
    );

    it('puts rows that come later on disk at once', async () => {
      const { spill, writer, add } = setUp();
      await writer.close(1000);
      add(2);
      expect(spill.lines).toEqual(rows(2));
    });
  });
});
