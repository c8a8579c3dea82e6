import { afterRequest, beforeSubmit } from '../common/request-context.js';

/** While requests are refused, and so long after the last refusal, those on their way count. */
const FLOOD_MS = 1000;
/** A body that comes more slowly keeps no place: a few slow clients must not keep out all others. */
const LONGEST_MS = 1000;

interface Known {
  count: number;
  refusedAt: number;
}

/**
 * Requests that were let in and whose bodies are still on their way, by what they are for. Under a flood dozens come between a place
 * that becomes free in a queue and the body that takes it; each of them would be read whole and refused then, which costs several
 * times a refusal before the body. So a place in the queue is promised once.
 */
export class Arrivals {
  private readonly known = new WeakMap<object, Known>();

  /**
   * @param now milliseconds on any clock that only goes forward
   * @param after as setTimeout; what comes back takes it back
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly after: (ms: number, callback: () => void) => () => void = (ms, callback) => {
      const timer = setTimeout(callback, ms).unref();
      return () => clearTimeout(timer);
    },
  ) {}

  /** How many places are promised. None while nobody is refused: a queue of one may be asked by two, and both find an idle process. */
  countFor(target: object): number {
    const known = this.known.get(target);
    return known && this.now() - known.refusedAt < FLOOD_MS ? known.count : 0;
  }

  /** Somebody was refused for a full queue. */
  refused(target: object): void {
    this.of(target).refusedAt = this.now();
  }

  /** Promises a place to the request in progress, until it submits its work or is over. */
  letIn(target: object): void {
    const known = this.of(target);
    known.count += 1;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      known.count -= 1;
      takeBack();
    };
    const takeBack = this.after(LONGEST_MS, end);
    beforeSubmit(end);
    if (!afterRequest(end)) end();
  }

  private of(target: object): Known {
    let known = this.known.get(target);
    if (!known) this.known.set(target, (known = { count: 0, refusedAt: -Infinity }));
    return known;
  }
}
