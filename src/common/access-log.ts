import type { Logger as PinoLogger } from 'pino';

import type { RequestContext } from './request-context.js';
import type { FinishedRequest, RequestObserver } from './request-lifecycle.js';

/** Asked for every second or so by machines; their lines would hide everything else. */
const PROBES = /^\/(health(\/.*)?|ready|metrics|v2\/health\/.*)$/;

/** Whether a route is one that orchestrators and scrapers poll. */
export function isProbe(route: string): boolean {
  return PROBES.test(route);
}

/**
 * One line a request: template of the route, status, duration and what the services noted. Never a body, a header or
 * a query.
 */
export class AccessLog implements RequestObserver {
  constructor(private readonly logger: PinoLogger) {}

  finished({ context, method, route, status, durationMs, address }: FinishedRequest): void {
    const level = isProbe(route) && status < 400 ? 'debug' : 'info';
    if (!this.logger.isLevelEnabled(level)) return;
    this.logger[level]({ ...contextFields(context, durationMs, address), method, route, status }, 'request');
  }
}

/** What a line about a request says, whichever protocol it came by. */
export function contextFields(
  context: RequestContext,
  durationMs: number,
  address: string,
): Record<string, unknown> {
  return {
    request_id: context.requestId,
    duration_ms: round(durationMs),
    address,
    code: context.errorCode,
    model: context.model,
    version: context.version,
    cache: context.cache,
    prediction_id: context.predictionId,
    timings_ms:
      context.timings &&
      Object.fromEntries(Object.entries(context.timings).map(([stage, ms]) => [stage, round(ms)])),
  };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
