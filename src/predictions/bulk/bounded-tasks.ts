/** Runs tasks as they come, no more than a number of them at a time. Whoever adds too fast waits, and so reads no further. */
export class BoundedTasks {
  private readonly running = new Set<Promise<void>>();
  private heldBytes = 0;

  /**
   * @param limit of tasks at a time, at least 1
   * @param maxBytes that the tasks in progress hold together; a single larger one runs alone
   */
  constructor(
    private readonly limit: number,
    private readonly maxBytes: number,
  ) {}

  /** Begins a task once there is room for it, and resolves then, not at its end. The task must not reject. */
  async add(bytes: number, task: () => Promise<void>): Promise<void> {
    while (!this.hasRoom(bytes)) await Promise.race(this.running);
    this.heldBytes += bytes;
    const running = task().finally(() => {
      this.running.delete(running);
      this.heldBytes -= bytes;
    });
    this.running.add(running);
  }

  /** Resolves when nothing runs any more. */
  async done(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private hasRoom(bytes: number): boolean {
    if (this.running.size === 0) return true;
    return this.running.size < this.limit && this.heldBytes + bytes <= this.maxBytes;
  }
}
