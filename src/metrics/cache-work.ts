import { Counter, type Registry } from 'prom-client';

/** What the cache does beside answering requests in their turn. */
export class CacheWork {
  private readonly lookUps: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.lookUps = new Counter({
      name: 'sibyl_full_queue_look_ups_total',
      help: 'Requests that were looked for in the cache although the queue of their model was full.',
      labelNames: ['outcome'],
      registers,
    });
  }

  /** @param isHit whether the answer was there; otherwise the request was refused */
  lookedUpWhileFull(isHit: boolean): void {
    this.lookUps.inc({ outcome: isHit ? 'hit' : 'miss' });
  }
}
