import type { BreakerState } from '../common/breaker-state.js';

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open, in milliseconds; varied by 20 % so that many instances do not probe together. */
  readonly openMs: number;
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  /** 0-1. */
  readonly random: () => number;
}

/**
 * Keeps calls away from a dependency that does not answer. After `failures` failures in a row it is open for `openMs`;
 * then exactly one call goes through as a probe, and its outcome decides.
 */
export class CircuitBreaker {
  private failuresInRow = 0;
  private openUntilMs = 0;
  private isProbing = false;

  constructor(private readonly options: BreakerOptions) {}

  get state(): BreakerState {
    if (this.failuresInRow < this.options.failures) return 0;
    return this.isProbing ? 1 : 2;
  }

  /** Whether a call may go through now. A call that may must be followed by `succeeded` or `failed`. */
  tryEnter(): boolean {
    if (this.failuresInRow < this.options.failures) return true;
    if (this.isProbing || this.options.now() < this.openUntilMs) return false;
    this.isProbing = true;
    return true;
  }

  succeeded(): void {
    this.failuresInRow = 0;
    this.isProbing = false;
  }

  failed(): void {
    this.failuresInRow += 1;
    this.isProbing = false;
    if (this.failuresInRow >= this.options.failures)
      this.openUntilMs = this.options.now() + this.options.openMs * (0.8 + 0.4 * this.options.random());
  }
}
