import type { IncomingHttpHeaders } from 'node:http';

import { LoopPunctuality } from './loop-punctuality.js';
import { cacheModeOf } from '../predictions/input/request-facts.js';

/** A larger body takes longer to be read and hashed than a refusal may cost. */
const MAX_BODY_BYTES = 512 * 1024;
/** Look-ups that find nothing, a second: each costs several refusals. */
const MISSES_PER_SECOND = 20;

/**
 * Says which requests may be looked for in the cache while the queue of their model is full. Whether an answer is there is
 * known only when the body has been read, and a flood of requests whose answers are not there must not be read. So there is
 * a number at a time, and an allowance of misses; a hit costs nothing of it, since an answered request is what all of this is for.
 * A process that is late already looks for nothing: a body takes many rounds of its event loop, and then a refusal is no cheap one.
 */
export class LookUpBudget {
  private misses = MISSES_PER_SECOND;
  private running = 0;
  private filledAt: number;

  /**
   * @param atATime 0: never
   * @param now milliseconds on any clock that only goes forward
   */
  constructor(
    private readonly atATime: number,
    private readonly loop: Pick<LoopPunctuality, 'isOnTime'> = new LoopPunctuality(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.filledAt = now();
  }

  /** Whether `take` would grant it. Cheap: asked for every request of a flood. */
  allows(headers: IncomingHttpHeaders): boolean {
    if (this.running >= this.atATime) return false;
    this.fill();
    return this.misses >= 1 && isSmallLookUp(headers) && this.loop.isOnTime;
  }

  /** Grants a look-up, which has to be ended with what comes back. */
  take(headers: IncomingHttpHeaders): ((isHit: boolean) => void) | undefined {
    if (!this.allows(headers)) return undefined;
    this.running += 1;
    this.misses -= 1;
    let isOver = false;
    return (isHit) => {
      if (isOver) return;
      isOver = true;
      this.running -= 1;
      if (isHit) this.misses = Math.min(MISSES_PER_SECOND, this.misses + 1);
    };
  }

  private fill(): void {
    const now = this.now();
    const earned = ((now - this.filledAt) / 1000) * MISSES_PER_SECOND;
    this.misses = Math.min(MISSES_PER_SECOND, this.misses + earned);
    this.filledAt = now;
  }
}

/** Of a known, small size; wants what the cache may have: a drawn answer needs the queue all the same. */
function isSmallLookUp(headers: IncomingHttpHeaders): boolean {
  const bytes = headers['content-length'];
  if (bytes === undefined || !(Number(bytes) <= MAX_BODY_BYTES)) return false;
  if (cacheModeOf(headers['cache-control']) !== 'use') return false;
  return headers.accept?.includes('image/') !== true;
}
