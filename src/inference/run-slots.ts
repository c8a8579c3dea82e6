/** How long a run keeps its slot from others: a hung run must not starve every other model until its deadline. */
const SLOT_PATIENCE_MS = 1000;

/** The right to run, until `release` or until patience ends. Releasing twice is harmless. */
export interface RunSlot {
  release(): void;
}

/**
 * Limits the runs in progress over all models to the number of cores: more would only slow each other down.
 * When one comes free every waiter is asked again, in the order of its first asking: one whose work is gone by then
 * must not keep the slot from the next.
 */
export class RunSlots {
  private inUse = 0;
  private readonly waiters: (() => void)[] = [];

  constructor(
    private readonly capacity: number,
    private readonly patienceMs: number = SLOT_PATIENCE_MS,
  ) {}

  /** A slot, or undefined when all are in use; then `wake` is called once as soon as one is free. */
  acquire(wake: () => void): RunSlot | undefined {
    if (this.inUse >= this.capacity) {
      if (!this.waiters.includes(wake)) this.waiters.push(wake);
      return undefined;
    }
    this.inUse += 1;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      clearTimeout(patience);
      this.inUse -= 1;
      for (const ask of this.waiters.splice(0)) ask();
    };
    const patience = setTimeout(release, this.patienceMs);
    patience.unref();
    return { release };
  }

  /** Runs that could start now. */
  get free(): number {
    return this.capacity - this.inUse;
  }

  get running(): number {
    return this.inUse;
  }
}
