/**
 * One piece of work at a time, and one that waits: a newer one takes the place of the one that waits. For pictures of a camera,
 * where only the newest is of interest.
 */
export class NewestOnly<T> {
  private waiting: { readonly item: T } | null = null;
  private isBusy = false;
  private isClosed = false;

  /**
   * @param work never rejects
   * @param dropped is told of what had to make room
   */
  constructor(
    private readonly work: (item: T) => Promise<void>,
    private readonly dropped: (item: T) => void,
  ) {}

  add(item: T): void {
    if (this.isClosed) return;
    if (this.waiting) this.dropped(this.waiting.item);
    this.waiting = { item };
    void this.run();
  }

  /** What waits is forgotten; what is in progress goes on. */
  close(): void {
    this.isClosed = true;
    this.waiting = null;
  }

  private async run(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (this.waiting) {
        const { item } = this.waiting;
        this.waiting = null;
        await this.work(item);
      }
    } finally {
      this.isBusy = false;
    }
  }
}
