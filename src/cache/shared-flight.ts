import { setTimeout as pause } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { FlightLeases } from './flight-leases.js';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 50;
/** How long a computation is taken to last before one has been seen. */
const FIRST_GUESS_MS = 5000;
/** Waiting for less is not worth a refusal to wait: the other server may just have been slowed down for a moment. */
const SHORTEST_PATIENCE_MS = 250;
/** Weight of the newest computation in the smoothed time. */
const SMOOTHING = 0.2;
/** Models whose times are remembered; names come from the model folder, so this is never reached by honest use. */
const MAX_MODELS = 1000;

export interface SharedCall {
  readonly key: string;
  /** Whose computations take about as long. */
  readonly model: string;
  /** Unix time in milliseconds. */
  readonly deadlineAt: number;
}

/** What a flight ends with: computed here, or by another server meanwhile. */
export type Landed<T> =
  { readonly by: 'us'; readonly value: T } | { readonly by: 'another'; readonly value: T };

/**
 * Computes an answer once for all servers on one Redis. One takes the lease and computes; the others look every few
 * milliseconds whether the answer is there, for as long as the lease is held, and at most about twice as long as such a
 * computation usually takes here and half of the time that the request has left: then they compute it themselves. So a
 * server that dies, stands still or is overloaded costs the others a bounded wait, and a Redis that is away costs none.
 */
@Injectable()
export class SharedFlight {
  private readonly meanMs = new Map<string, number>();

  constructor(private readonly leases: FlightLeases) {}

  /**
   * @param lookUp the answer if it is in the store by now
   * @param compute makes the answer; `written` settles when the others can find it
   * @param signal aborted when nobody waits any more
   * @throws what `compute` throws
   */
  async run<T>(
    call: SharedCall,
    signal: AbortSignal,
    lookUp: () => Promise<T | undefined>,
    compute: () => Promise<{ value: T; written: Promise<unknown> }>,
  ): Promise<Landed<T>> {
    if (!this.leases.isShared) return { by: 'us', value: (await this.timed(call.model, compute)).value };
    const patienceEnds = performance.now() + this.patienceMs(call);
    for (let isFirst = true; ; isFirst = false) {
      const lease = await this.leases.take(call.key);
      if (typeof lease === 'object') {
        // Between our look and our lease another server may have come to its end.
        const found = isFirst ? undefined : await lookUp();
        if (found !== undefined) {
          lease.release();
          return { by: 'another', value: found };
        }
        return { by: 'us', value: await this.computeAndRelease(call, lease.release, compute) };
      }
      if (lease === 'away' || !(await this.untilFree(call.key, patienceEnds, signal)))
        return { by: 'us', value: (await this.timed(call.model, compute)).value };
      const found = await lookUp();
      if (found !== undefined) return { by: 'another', value: found };
      if (performance.now() >= patienceEnds)
        return { by: 'us', value: (await this.timed(call.model, compute)).value };
    }
  }

  private async computeAndRelease<T>(
    call: SharedCall,
    release: () => void,
    compute: () => Promise<{ value: T; written: Promise<unknown> }>,
  ): Promise<T> {
    let written: Promise<unknown> = Promise.resolve();
    try {
      const made = await this.timed(call.model, compute);
      ({ written } = made);
      return made.value;
    } finally {
      // The answer is given at once; the others find it before they find the lease free.
      void written.catch(() => undefined).finally(release);
    }
  }

  /** Whether the lease has become free in time. */
  private async untilFree(key: string, patienceEnds: number, signal: AbortSignal): Promise<boolean> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const leftMs = patienceEnds - performance.now();
      if (leftMs <= 0 || signal.aborted) return false;
      await pause(Math.min(pauseMs, leftMs));
      if (!(await this.leases.isTaken(key))) return true;
    }
  }

  private patienceMs({ model, deadlineAt }: SharedCall): number {
    const usualMs = this.meanMs.get(model) ?? FIRST_GUESS_MS;
    return Math.min(Math.max(SHORTEST_PATIENCE_MS, 2 * usualMs), (deadlineAt - Date.now()) / 2);
  }

  private async timed<T>(model: string, compute: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    const made = await compute();
    const tookMs = performance.now() - startMs;
    const meanMs = this.meanMs.get(model) ?? tookMs;
    if (this.meanMs.size < MAX_MODELS || this.meanMs.has(model))
      this.meanMs.set(model, meanMs + SMOOTHING * (tookMs - meanMs));
    return made;
  }
}
