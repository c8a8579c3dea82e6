import { AsyncLocalStorage } from 'node:async_hooks';

/** How the prediction cache took part in a request; also the value of the `X-Cache` header. */
export type CacheStatus = 'HIT' | 'MISS' | 'BYPASS' | 'COALESCED';

/**
 * What is known of the request in progress, for its log line, and what is to be tidied up after it. Services on the way
 * write into it; nothing decides anything by it.
 */
export interface RequestContext {
  readonly requestId: string;
  readonly method: string;
  /** `performance.now()` at the arrival, in milliseconds. */
  readonly startedMs: number;
  /** Requests of one key get one version of a model while its traffic stays; the request's own id when it has none. */
  routingKey?: string;
  model?: string;
  version?: string;
  cache?: CacheStatus;
  /** Durations by stage, in milliseconds. */
  timings?: Readonly<Record<string, number>>;
  predictionId?: string;
  /** Code of the error in the answer, if it was one. */
  errorCode?: string;
  /** Called once, before the request first gives work to a model. */
  onSubmit?: (() => void) | undefined;
  /** Called once when the request is over; null from then on. */
  onEnd?: (() => void)[] | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `next` and everything that it starts inside the context. @returns what `next` returns */
export function runInRequestContext<T>(context: RequestContext, next: () => T): T {
  return storage.run(context, next);
}

/** The context of the request in progress; undefined outside of one, e.g. at start-up and in timers. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Adds to the context of the request in progress, if there is one. */
export function annotateRequest(
  facts: Partial<Omit<RequestContext, 'requestId' | 'method' | 'startedMs' | 'onSubmit' | 'onEnd'>>,
): void {
  const context = storage.getStore();
  if (context) Object.assign(context, facts);
}

/** Calls `tidy` when the request in progress is over. @returns false outside of a request, or after its end */
export function afterRequest(tidy: () => void): boolean {
  const context = storage.getStore();
  if (!context || context.onEnd === null) return false;
  (context.onEnd ??= []).push(tidy);
  return true;
}

/** Calls `told` before the request in progress first gives work to a model, if it ever does. */
export function beforeSubmit(told: () => void): void {
  const context = storage.getStore();
  if (context) context.onSubmit = told;
}

/** To be called by whatever is about to give work to a model. */
export function submitting(): void {
  const context = storage.getStore();
  context?.onSubmit?.();
  if (context) context.onSubmit = undefined;
}

/** To be called once, when the request is over. */
export function endRequest(context: RequestContext): void {
  const callbacks = context.onEnd ?? [];
  context.onEnd = null;
  for (const tidy of callbacks) tidy();
}
