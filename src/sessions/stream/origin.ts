import type { IncomingHttpHeaders } from 'node:http';

import { AppError } from '../../common/errors.js';

/**
 * Whether a page may open a WebSocket here. Browsers let every page do so, without CORS, and tell where it comes from: its own
 * server, one of CORS_ORIGINS, or a program that is no browser and tells nothing.
 *
 * @throws AppError FORBIDDEN_ORIGIN
 */
export function assertOrigin({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): void {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return;
  if (hostOf(origin) === host) return;
  throw new AppError('FORBIDDEN_ORIGIN', { origin: origin.slice(0, 200) });
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
