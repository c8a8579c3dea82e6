import type { CircuitBreaker } from '../cache/circuit-breaker.js';
import type { BreakerState } from '../common/breaker-state.js';
import { RemoteFault } from './remote-fault.js';
import type { StorageObserver } from './storage-observer.js';

/** Every call to the remote store goes through here: breaker, deadline, measurement, and what is known to be wrong. */
export class RemoteAccess {
  private readonly closing = new AbortController();
  private fault: string | null = null;

  constructor(
    private readonly name: string,
    private readonly breaker: CircuitBreaker,
    private readonly timeoutMs: number,
    private readonly observer: StorageObserver,
  ) {}

  /** Why the last call failed; null after one that did not. */
  get reason(): string | null {
    return this.fault;
  }

  get breakerState(): BreakerState {
    return this.breaker.state;
  }

  /** Whether a call may be made now; one that may must follow, by {@link run}. */
  tryEnter(): boolean {
    return !this.closing.signal.aborted && this.breaker.tryEnter();
  }

  /** @throws RemoteFault */
  async run<T>(
    operation: 'put' | 'get' | 'delete' | 'check',
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const startMs = performance.now();
    const controller = new AbortController();
    let outcome: 'ok' | 'failed' = 'failed';
    try {
      const result = await this.limited(call, controller);
      outcome = 'ok';
      this.answered();
      return result;
    } catch (error) {
      const fault =
        error instanceof RemoteFault ? error : new RemoteFault('away', `${this.name} fails unexpectedly`);
      // It said no to one object, so it is there.
      if (fault.kind === 'rejected') this.answered();
      else if (!this.closing.signal.aborted) this.failed(fault, error === fault ? undefined : error);
      throw fault;
    } finally {
      if (operation !== 'check')
        this.observer.operation(operation, outcome, (performance.now() - startMs) / 1000);
    }
  }

  /** Ends the calls that are under way. */
  close(): void {
    this.closing.abort();
  }

  private async limited<T>(
    call: (signal: AbortSignal) => Promise<T>,
    controller: AbortController,
  ): Promise<T> {
    let stop: (() => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_resolve, reject) => {
      stop = () => reject(new RemoteFault('away', `${this.name} does not answer in time`));
      timer = setTimeout(stop, this.timeoutMs);
      this.closing.signal.addEventListener('abort', stop, { once: true });
    });
    const work = call(controller.signal);
    try {
      return await Promise.race([work, over]);
    } finally {
      clearTimeout(timer);
      if (stop) this.closing.signal.removeEventListener('abort', stop);
      work.catch(() => undefined);
      controller.abort();
    }
  }

  private answered(): void {
    this.breaker.succeeded();
    if (this.fault !== null) this.observer.recovered();
    this.fault = null;
  }

  private failed(fault: RemoteFault, cause: unknown): void {
    this.breaker.failed();
    if (this.fault !== fault.message) this.observer.fault(fault.message, cause);
    this.fault = fault.message;
  }
}
