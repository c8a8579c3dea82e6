import type { RawData, WebSocket } from 'ws';

import { asFault } from '../../common/as-fault.js';
import { errorEnvelope } from '../../common/error-body.js';
import type { FeedChange } from '../feed/feed-change.js';
import type { Frame } from './frame-detection.js';
import { type FrameHeader, readFrameHeader } from './frame-header.js';
import { NewestOnly } from './newest-frame.js';

/** Answers that wait for a client which reads too slowly; beyond that it is let go. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** A client that says nothing for one to two of these is gone. */
const PING_MS = 15_000;
/** How long the other side may take to close, before the connection is cut. */
const CLOSE_LIMIT_MS = 2000;

/** Close codes: https://www.iana.org/assignments/websocket/websocket.xhtml; from 4000 our own, after the HTTP status. */
export const CLOSE = {
  ended: [1000, 'the session was ended'],
  goingAway: [1001, 'the server is stopping'],
  slow: [1008, 'answers are read too slowly'],
  failed: [1011, 'something went wrong on the server'],
  unknown: [4404, 'the session is unknown'],
  expired: [4410, 'the session has expired'],
} as const;

/** Errors after which no frame of the connection can succeed. */
const FINAL: Partial<Record<string, keyof typeof CLOSE>> = {
  SESSION_NOT_FOUND: 'unknown',
  SESSION_ENDED: 'ended',
  SESSION_EXPIRED: 'expired',
};

export interface FrameStreamOptions {
  /** @throws AppError */
  readonly look: (frame: Frame, requestId: string) => Promise<object>;
  readonly newRequestId: () => string;
  /** Milliseconds between pings; PING_MS when absent. */
  readonly pingMs?: number;
}

/**
 * A connection over which frames come in and answers go out: a binary message is a picture, a text message before it says more
 * about it. One frame is looked at at a time, the newest; those that had to make room for it are told as `dropped`.
 */
export class FrameStream {
  private readonly frames: NewestOnly<Frame>;
  private readonly pings: NodeJS.Timeout;
  private header: FrameHeader | null = null;
  private count = 0;
  private isAlive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly options: FrameStreamOptions,
  ) {
    this.frames = new NewestOnly(
      (frame) => this.answer(frame),
      ({ frame }) => this.tell({ type: 'dropped', frame, reason: 'newer_frame' }),
    );
    this.pings = setInterval(() => this.ping(), options.pingMs ?? PING_MS).unref();
    socket.on('message', (data, isBinary) => this.received(data, isBinary));
    socket.on('pong', () => (this.isAlive = true));
    // Faults of the protocol close the connection with their own code; there is nothing to add.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(this.pings);
      this.frames.close();
    });
  }

  /** Nothing is answered any more; the client is told why. */
  close(why: keyof typeof CLOSE): void {
    this.frames.close();
    const [code, reason] = CLOSE[why];
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSE_LIMIT_MS).unref();
  }

  /** Tells what ends the session, and closes. */
  ended({ events }: FeedChange): void {
    const status = events.find(({ type }) => type === 'status')?.data as
      { readonly status?: string; readonly end_reason?: string | null } | undefined;
    this.tell({ type: 'status', ...status });
    if (status?.status === 'deleted') this.close('unknown');
    else this.close(status?.end_reason === 'expired' ? 'expired' : 'ended');
  }

  private received(data: RawData, isBinary: boolean): void {
    this.isAlive = true;
    const arrivedAt = Date.now();
    try {
      if (!isBinary) {
        this.header = readFrameHeader((data as Buffer).toString('utf8'), arrivedAt);
        return;
      }
      this.count += 1;
      const { frame = this.count, capturedAt = null, options = {} } = this.header ?? {};
      this.header = null;
      this.frames.add({ frame, bytes: data as Buffer, capturedAt, arrivedAt, options });
    } catch (error) {
      this.fail(null, error, this.options.newRequestId());
    }
  }

  private async answer(frame: Frame): Promise<void> {
    const requestId = this.options.newRequestId();
    try {
      const prediction = await this.options.look(frame, requestId);
      this.tell({ type: 'prediction', frame: frame.frame, prediction });
    } catch (error) {
      this.fail(frame.frame, error, requestId);
    }
  }

  private fail(frame: number | null, error: unknown, requestId: string): void {
    const known = asFault(error);
    const retry =
      known.retryAfterSeconds === undefined ? {} : { retry_after_seconds: known.retryAfterSeconds };
    this.tell({ type: 'error', frame, ...errorEnvelope(known, requestId), ...retry });
    const why = FINAL[known.code];
    if (why) this.close(why);
  }

  private tell(message: object): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_WAITING_BYTES) {
      this.close('slow');
      return;
    }
    this.socket.send(JSON.stringify(message));
  }

  private ping(): void {
    if (!this.isAlive) {
      this.socket.terminate();
      return;
    }
    this.isAlive = false;
    this.socket.ping();
  }
}
