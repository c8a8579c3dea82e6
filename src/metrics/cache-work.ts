import { Counter, type Registry } from 'prom-client';

/** What became of a frequent input: `known` was in the cache already, `skipped` had to wait too long or is not stored any more. */
export type WarmedOutcome = 'warmed' | 'known' | 'skipped' | 'failed';

/** What the cache does beside answering requests in their turn. */
export class CacheWork {
  private readonly lookUps: Counter<'outcome'>;

  private readonly warmings: Counter<'model' | 'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.lookUps = new Counter({
      name: 'sibyl_full_queue_look_ups_total',
      help: 'Requests that were looked for in the cache although the queue of their model was full.',
      labelNames: ['outcome'],
      registers,
    });
    this.warmings = new Counter({
      name: 'sibyl_cache_warmed_total',
      help: 'Frequent inputs that were to be answered before they are asked for, by what became of them.',
      labelNames: ['model', 'outcome'],
      registers,
    });
  }

  warmed(model: string, outcome: WarmedOutcome, count: number): void {
    if (count > 0) this.warmings.inc({ model, outcome }, count);
  }

  /** @param isHit whether the answer was there; otherwise the request was refused */
  lookedUpWhileFull(isHit: boolean): void {
    this.lookUps.inc({ outcome: isHit ? 'hit' : 'miss' });
  }
}
