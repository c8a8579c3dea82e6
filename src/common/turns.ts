/** Runs work for one key in the order of asking, one at a time; other keys do not wait. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Settles as `work` does. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine
      .catch(() => undefined)
      .finally(() => {
        if (this.last.get(key) === tail) this.last.delete(key);
      });
    this.last.set(key, tail);
    return mine;
  }

  /** Resolves when nothing is in progress any more. */
  async allDone(): Promise<void> {
    while (this.last.size > 0) await Promise.all(this.last.values());
  }
}
