/** One caller of a shared computation. */
export interface Waiter {
  /** Unix time in milliseconds after which this caller wants no answer. */
  readonly deadlineAt: number;
  /** Aborted when this caller's client has gone away. */
  readonly signal: AbortSignal | undefined;
}

/** Why a caller stopped waiting before the computation was over. */
export type WaitFault = 'late' | 'gone';

/** How callers end; the errors are made outside, where the request is known. */
export interface FlightRules {
  /** The error for a caller that stops waiting. */
  readonly stopped: (fault: WaitFault) => Error;
  /** Whether a failure came from a limit of the caller that started it, and so says nothing to one with more time. */
  readonly isOfLeader: (error: unknown) => boolean;
}

interface Flight {
  readonly result: Promise<unknown>;
  readonly controller: AbortController;
  waiters: number;
}

/** Least time that must be left for a second try to make sense. */
const WORTH_RETRYING_MS = 50;

/**
 * Runs a computation once for all callers that ask for the same key while it is under way; each gets the same object,
 * which none of them may change. A caller whose deadline passes or whose client goes away leaves alone: the computation
 * is aborted only when nobody waits for it any more.
 */
export class SingleFlight {
  private readonly flights = new Map<string, Flight>();

  get size(): number {
    return this.flights.size;
  }

  /**
   * @param start called by the caller that finds no computation under way. Its signal means that nobody waits
   *   any more. It ends by the leader's deadline by itself.
   * @throws what `start` throws, to every caller; one that has time left when the leader's own limit ended it tries
   *   once more
   */
  async run<T>(
    key: string,
    waiter: Waiter,
    rules: FlightRules,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ value: T; isLeader: boolean }> {
    const first = this.flights.get(key);
    if (!first)
      return { value: await this.wait(this.launch(key, start), waiter, rules, true), isLeader: true };
    try {
      return { value: await this.wait<T>(first, waiter, rules, false), isLeader: false };
    } catch (error) {
      if (!rules.isOfLeader(error) || !hasTime(waiter)) throw error;
    }
    const second = this.flights.get(key);
    const flight = second ?? this.launch(key, start);
    return { value: await this.wait<T>(flight, waiter, rules, !second), isLeader: !second };
  }

  private launch<T>(key: string, start: (signal: AbortSignal) => Promise<T>): Flight {
    const controller = new AbortController();
    const result = (async () => {
      // One turn later, so that the flight is registered even if `start` fails at once.
      await Promise.resolve();
      try {
        return await start(controller.signal);
      } finally {
        // Before anyone sees the outcome, so that whoever tries again does not meet this flight.
        this.flights.delete(key);
      }
    })();
    result.catch(() => undefined);
    const flight: Flight = { result, controller, waiters: 0 };
    this.flights.set(key, flight);
    return flight;
  }

  private wait<T>(flight: Flight, waiter: Waiter, rules: FlightRules, isLeader: boolean): Promise<T> {
    flight.waiters += 1;
    return new Promise<T>((resolve, reject) => {
      const { signal } = waiter;
      let timer: NodeJS.Timeout | undefined;
      let hasLeft = false;
      const leave = (): void => {
        hasLeft = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', goneAway);
        flight.waiters -= 1;
      };
      const stop = (fault: WaitFault): void => {
        leave();
        if (flight.waiters === 0) flight.controller.abort();
        reject(rules.stopped(fault));
      };
      const goneAway = (): void => stop('gone');
      if (signal?.aborted) {
        stop('gone');
        return;
      }
      signal?.addEventListener('abort', goneAway, { once: true });
      // The leader's deadline is kept by the computation, which knows better what it was doing when it passed.
      if (!isLeader) timer = setTimeout(() => stop('late'), Math.max(0, waiter.deadlineAt - Date.now()));
      const succeed = (value: unknown): void => {
        if (hasLeft) return;
        leave();
        resolve(value as T);
      };
      const fail = (error: Error): void => {
        if (hasLeft) return;
        leave();
        reject(error);
      };
      flight.result.then(succeed, fail);
    });
  }
}

function hasTime(waiter: Waiter): boolean {
  return !waiter.signal?.aborted && waiter.deadlineAt - Date.now() >= WORTH_RETRYING_MS;
}
