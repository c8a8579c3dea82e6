/** Something with a place in a row. */
export interface Numbered {
  readonly number: number;
}

/** What is held while one before it is missing; beyond that the missing ones are given up. */
const MAX_HELD = 256;

/** Puts numbered things that come twice, late or not at all into their order. */
export class ChangeOrder<T extends Numbered> {
  private readonly held = new Map<number, T>();
  private next: number | null = null;

  /**
   * @param emit is given everything once, in order
   * @param gap is told of numbers that will not come, before what comes after them
   */
  constructor(
    private readonly emit: (one: T) => void,
    private readonly gap: (from: number, to: number) => void,
  ) {}

  /** Number of the last one that went out; null before the start. */
  get last(): number | null {
    return this.next === null ? null : this.next - 1;
  }

  /** Whether something waits for one before it. */
  get isWaiting(): boolean {
    return this.next !== null && this.held.size > 0;
  }

  /** Everything up to `number` is known: what has come so far goes out if it is later. */
  start(number: number): void {
    this.next ??= number + 1;
    this.release();
  }

  push(one: T): void {
    if (this.next !== null && one.number < this.next) return;
    this.held.set(one.number, one);
    this.release();
    if (this.held.size > MAX_HELD) this.giveUp(Math.min(...this.held.keys()) - 1);
  }

  /** What is missing up to `number` does not come any more. */
  giveUp(number: number): void {
    while (this.next !== null && this.next <= number) {
      const next = this.next;
      const later = [...this.held.keys()].filter((each) => each <= number);
      const until = later.length > 0 ? Math.min(...later) - 1 : number;
      this.gap(next, until);
      this.next = until + 1;
      this.release();
    }
  }

  private release(): void {
    for (;;) {
      if (this.next === null) return;
      for (const number of this.held.keys()) if (number < this.next) this.held.delete(number);
      const one = this.held.get(this.next);
      if (!one) return;
      this.held.delete(this.next);
      this.next += 1;
      this.emit(one);
    }
  }
}
