import type { FinishedRequest, RequestObserver } from '../common/request-lifecycle.js';
import type { Metrics } from './metrics.js';

/** Methods that get a label of their own; a client may invent others. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and times every request. Pass it to `registerRequestLifecycle`. */
export class HttpMetricsObserver implements RequestObserver {
  constructor(private readonly metrics: Metrics) {}

  started(): void {
    this.metrics.httpStarted();
  }

  finished({ method, route, status, durationMs }: FinishedRequest): void {
    this.metrics.httpFinished({
      method: METHODS.has(method) ? method : 'other',
      route,
      status,
      seconds: durationMs / 1000,
    });
  }
}
