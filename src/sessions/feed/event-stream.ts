import { Readable } from 'node:stream';

/** What a client that reads too slowly may have waiting; it comes back with the id of what it knows. */
const MAX_WAITING_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 15_000;
/** When a browser tries again after the end, varied so that those of one server do not all come at once. */
const RETRY_MS = 1000;

/**
 * A body of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). What is sent is kept only as
 * long as the socket takes it, and ends when that is too much.
 */
export class EventStream {
  readonly body = new Readable({ read: () => undefined });
  private readonly heartbeat: NodeJS.Timeout;
  private isEnding = false;

  /** @param heartbeatMs between comments, by which both sides and everything between them see that the connection lives */
  constructor(heartbeatMs = HEARTBEAT_MS) {
    this.heartbeat = setInterval(() => this.write(':\n\n'), heartbeatMs).unref();
    this.body.once('close', () => clearInterval(this.heartbeat));
    this.write(`retry: ${Math.round(RETRY_MS * (1 + Math.random()))}\n\n`);
  }

  get isOpen(): boolean {
    return !this.body.destroyed && !this.body.readableEnded && !this.isEnding;
  }

  /** @param id what the client has seen when it has seen this; without one it stays at what it had */
  send(type: string, data: object, id?: number): void {
    // JSON has no line breaks of its own, so one line of data is enough.
    this.write(`event: ${type}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  /** What has been sent still goes out. */
  end(): void {
    if (!this.isOpen) return;
    this.isEnding = true;
    clearInterval(this.heartbeat);
    this.body.push(null);
  }

  private write(text: string): void {
    if (!this.isOpen) return;
    if (this.body.readableLength > MAX_WAITING_BYTES) this.end();
    else this.body.push(text);
  }
}
