/** How long a run keeps its slot from others: a hung run must not starve every other model until its deadline. */
const SLOT_PATIENCE_MS = 1000;

/** For how long after a run that somebody waited for a slot is left free for the next one. */
const ROOM_FOR_MS = 10_000;

/** The right to run, until `release` or until patience ends. Releasing twice is harmless. */
export interface RunSlot {
  release(): void;
}

/**
 * Limits the runs in progress over all models to the number of cores: more would only slow each other down.
 * When one comes free every waiter is asked again, in the order of its first asking: one whose work is gone by then
 * must not keep the slot from the next. Runs that nobody waits for leave one slot free, as long as there are others.
 */
export class RunSlots {
  private inUse = 0;
  private bulkInUse = 0;
  private lastInteractiveAt = -Infinity;
  private readonly waiters: (() => void)[] = [];

  constructor(
    private readonly capacity: number,
    private readonly patienceMs: number = SLOT_PATIENCE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * A slot, or undefined when none is free for this run; then `wake` is called once as soon as one may be.
   *
   * @param isBulk whether nobody waits for the run
   */
  acquire(wake: () => void, isBulk = false): RunSlot | undefined {
    if (!isBulk) this.lastInteractiveAt = this.now();
    if (this.inUse >= this.capacity || (isBulk && this.bulkInUse >= this.bulkCapacity)) {
      if (!this.waiters.includes(wake)) this.waiters.push(wake);
      return undefined;
    }
    this.inUse += 1;
    if (isBulk) this.bulkInUse += 1;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      clearTimeout(patience);
      this.inUse -= 1;
      if (isBulk) this.bulkInUse -= 1;
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

  private get bulkCapacity(): number {
    const isWanted = this.now() - this.lastInteractiveAt < ROOM_FOR_MS;
    return isWanted ? Math.max(1, this.capacity - 1) : this.capacity;
  }
}
