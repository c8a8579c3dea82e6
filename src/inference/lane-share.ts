import type { Lane } from './job-queue.js';

/** While both lanes wait, one batch in so many is of the bulk lane: it is slowed down and never starved. */
const BULK_TURN = 10;
/** For how long after an interactive request room is left for the next one. */
const ROOM_FOR_MS = 10_000;

/** Shares the executors of a version out among the lanes of its queue. */
export class LaneShare {
  private interactiveInRow = 0;
  private lastInteractiveAt = -Infinity;
  private runningBulk = 0;

  /**
   * @param executors most processes that the version may have
   * @param now milliseconds on any clock that only goes forward
   */
  constructor(
    private readonly executors: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Told about every interactive request that comes in. */
  interactiveCame(): void {
    this.lastInteractiveAt = this.now();
  }

  /** The lanes to take a batch from, first choice first; a lane that has to wait is not among them. */
  order(waiting: Readonly<Record<Lane, number>>): Lane[] {
    const isBulkNext = this.interactiveInRow >= BULK_TURN - 1;
    const lanes: Lane[] = isBulkNext ? ['bulk', 'interactive'] : ['interactive', 'bulk'];
    return lanes.filter((lane) => waiting[lane] > 0 && (lane === 'interactive' || this.mayRunBulk()));
  }

  /** @param isBulkWaiting whether the other lane has been passed over */
  started(lane: Lane, isBulkWaiting: boolean): void {
    if (lane === 'bulk') {
      this.runningBulk += 1;
      this.interactiveInRow = 0;
    } else this.interactiveInRow = isBulkWaiting ? this.interactiveInRow + 1 : 0;
  }

  ended(lane: Lane): void {
    if (lane === 'bulk') this.runningBulk -= 1;
  }

  /** All processes but one, as long as somebody may want that one soon; a version with one process has no choice. */
  private mayRunBulk(): boolean {
    const isWanted = this.now() - this.lastInteractiveAt < ROOM_FOR_MS;
    return this.runningBulk < (isWanted ? Math.max(1, this.executors - 1) : this.executors);
  }
}
