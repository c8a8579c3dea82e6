import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

import { lingerAfterAnswer } from '../common/lingering-close.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../common/request-id.js';

/** Refusals of one address in a second that go the long way, with a log line each; those after them go the short one. */
const LONG_WAY_PER_SECOND = 20;
/** How long a refusal is repeated before one is made anew, and how long nobody may be refused before it is forgotten. */
const REPEATED_FOR_MS = 1000;
/** Addresses that are remembered; a client may invent more of them. */
const MAX_ADDRESSES = 200;
/** The rest of a larger body is not read: the connection is closed instead. As in the error filter. */
const WORTH_READING_BYTES = 256 * 1024;
/** Written anew for each answer, or by Node itself. */
const OWN_HEADERS = new Set([REQUEST_ID_HEADER, 'content-length', 'connection', 'date']);

/** An answer that was given on the long way, to be given again. */
export interface Refusal {
  /** Template of the route, for metrics and logs. */
  readonly route: string;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  /** The whole body. */
  readonly text: string;
  /** The request id in it. */
  readonly requestId: string;
  /** Whether the next request of this kind would be refused as well. Asked for each. */
  readonly stillHolds: () => boolean;
  /** Whether one that would be refused may go the long way all the same. Asked for each; never when absent. */
  readonly mayPass?: (headers: IncomingHttpHeaders) => boolean;
}

interface Repeated {
  readonly refusal: Refusal;
  readonly headers: readonly string[];
  readonly before: string;
  readonly after: string;
}

interface Known {
  windowStart: number;
  /** Refusals of the long way in the second from there. */
  count: number;
  lastRefusedAt: number;
  repeated: Repeated | undefined;
  /** When one is to go the long way again, so that what it says stays true. */
  renewAt: number;
}

/**
 * Refuses again what has just been refused, in front of the framework. A refusal on the long way takes hooks, an exception
 * and a log line, which is several times what Node needs to read the request and answer it: ten times more requests than the
 * server can answer would leave it no time to answer any. The answer is the same but for its request id.
 *
 * Under a flood a full queue has room for a moment, time and again. That lets requests pass and is no reason to forget: to learn
 * anew each time would send most of the flood the long way.
 */
export class RefusalGate {
  private readonly addresses = new Map<string, Known>();

  /**
   * @param told called for every refusal of the short way
   * @param now milliseconds on any clock that only goes forward
   */
  constructor(
    private readonly told: (route: string, status: number) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Addresses that are remembered now. */
  get size(): number {
    return this.addresses.size;
  }

  /** Takes note of a refusal of the long way. @param url as the client wrote it */
  learn(url: string, refusal: Refusal): void {
    const now = this.now();
    let known = this.addresses.get(url);
    if (!known || (now - known.windowStart >= 1000 && !known.repeated)) {
      if (this.addresses.size >= MAX_ADDRESSES) this.addresses.clear();
      known = { windowStart: now, count: 0, lastRefusedAt: now, repeated: undefined, renewAt: Infinity };
      this.addresses.set(url, known);
    }
    known.count += 1;
    known.lastRefusedAt = now;
    if (known.count < LONG_WAY_PER_SECOND && !known.repeated) return;
    const parts = refusal.text.split(refusal.requestId);
    const [before, after] = parts;
    if (before === undefined || after === undefined || parts.length !== 2) return;
    const headers = Object.entries(refusal.headers)
      .filter(([name, value]) => value !== undefined && !OWN_HEADERS.has(name))
      .flatMap(([name, value]) => [name, String(value)]);
    known.repeated = { refusal, headers, before, after };
    known.renewAt = now + REPEATED_FOR_MS;
  }

  /** Whether the request has been answered here. */
  refuse(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.addresses.size === 0 || request.method !== 'POST') return false;
    const known = this.addresses.get(request.url ?? '');
    const repeated = known?.repeated;
    if (!known || !repeated) return false;
    const now = this.now();
    if (now - known.lastRefusedAt >= REPEATED_FOR_MS) {
      this.addresses.delete(request.url ?? '');
      return false;
    }
    if (!repeated.refusal.stillHolds()) return false;
    if (now >= known.renewAt) {
      known.renewAt = now + REPEATED_FOR_MS;
      return false;
    }
    if (repeated.refusal.mayPass?.(request.headers)) return false;
    // Browsers and readers of problem details get another answer than the one that is known.
    const { origin, accept } = request.headers;
    if (origin !== undefined || accept?.includes('problem')) return false;
    const { status, route } = repeated.refusal;
    const id = requestIdOf(request);
    const body = repeated.before + id + repeated.after;
    const headers = [
      ...repeated.headers,
      REQUEST_ID_HEADER,
      id,
      'content-length',
      String(Buffer.byteLength(body)),
    ];
    if (declaredBytes(request) > WORTH_READING_BYTES) {
      headers.push('connection', 'close');
      lingerAfterAnswer(request);
    }
    known.lastRefusedAt = now;
    response.writeHead(status, headers);
    response.end(body);
    this.told(route, status);
    return true;
  }
}

function declaredBytes({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? (headers['transfer-encoding'] === undefined ? 0 : Infinity));
}
