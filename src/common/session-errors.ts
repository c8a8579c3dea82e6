import { entry } from './error-entry.js';

/** Errors of sessions, their feeds and streams: part of the catalogue `ERRORS`, where the rules stand. */
export const SESSION_ERRORS = {
  FORBIDDEN_ORIGIN: entry(
    403,
    'info',
    'A page of another origin tried to open a WebSocket. Name its origin in CORS_ORIGINS.',
    (d: { origin: string }) => `pages of '${d.origin}' may not open a WebSocket here; see CORS_ORIGINS`,
  ),
  SESSION_NOT_FOUND: entry(
    404,
    'info',
    'No session with that id; it was deleted, or never made.',
    (d: { id: string }) => `no session with id '${d.id}'`,
  ),
  SESSION_ENDED: entry(
    409,
    'info',
    'The session has been ended. Make a new one.',
    (d: { id: string; ended_at: string }) => `session '${d.id}' was ended at ${d.ended_at}`,
  ),
  SESSION_EXPIRED: entry(
    410,
    'info',
    'Nobody used the session for its time to live. Make a new one, or give it more time (`ttl_seconds`).',
    (d: { id: string; expired_at: string }) => `session '${d.id}' expired at ${d.expired_at}`,
  ),
  UPGRADE_REQUIRED: entry(
    426,
    'info',
    'The route is a WebSocket and was called without its handshake.',
    (d: { path: string }) => `${d.path} is a WebSocket; connect with ws:// or wss://`,
  ),
  TOO_MANY_CONNECTIONS: entry(
    503,
    'warn',
    'As many feeds and streams of sessions are open as SESSION_LIVE_CONNECTIONS allows. Retry after Retry-After seconds.',
    (d: { limit: number }) => `${d.limit} feeds and streams are open, which is as many as this server keeps`,
  ),
  SESSION_STORE_UNAVAILABLE: entry(
    503,
    'warn',
    'The database is away, and this needs it: making or ending a session, or one whose state nobody else can tell for certain. Retry after Retry-After seconds.',
    (d: { reason: string }) => `sessions cannot be reached: ${d.reason}`,
  ),
} as const;
