import {
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';

/** How much of one stream may be under way: read, and not yet answered. */
export interface StreamBounds {
  readonly messages: number;
  /** The message that goes beyond is still read. */
  readonly bytes: number;
  /** Memory that a message holds, in bytes. */
  readonly sizeOf: (message: never) => number;
}

/**
 * Reads the next message of a stream only while less than its bounds is under way, so that a client which sends faster than a
 * model answers, or does not read its answers, is held up by the flow control of HTTP/2 instead of filling memory. A
 * message counts until its answer has left; there is one answer for each, in the same order.
 */
export function pacedStreams(bounds: StreamBounds): ServerInterceptor {
  return ({ requestStream }, call) =>
    requestStream ? new PacedStream(call, new Pace(bounds)) : new ServerInterceptingCall(call);
}

class PacedStream extends ServerInterceptingCall {
  constructor(
    call: ServerInterceptingCallInterface,
    private readonly pace: Pace,
  ) {
    super(call, {
      start: (next) =>
        next({
          onReceiveMessage: (message, proceed) => {
            pace.received(message as never);
            proceed(message);
          },
        }),
    });
  }

  override startRead(): void {
    this.pace.whenFree(() => super.startRead());
  }

  override sendMessage(message: unknown, sent: () => void): void {
    super.sendMessage(message, () => {
      this.pace.answered();
      sent();
    });
  }
}

class Pace {
  private readonly sizes: number[] = [];
  private bytes = 0;
  private waiting: (() => void) | undefined;

  constructor(private readonly bounds: StreamBounds) {}

  whenFree(read: () => void): void {
    if (this.sizes.length < this.bounds.messages && this.bytes < this.bounds.bytes) read();
    else this.waiting = read;
  }

  received(message: never): void {
    const size = this.bounds.sizeOf(message);
    this.sizes.push(size);
    this.bytes += size;
  }

  answered(): void {
    this.bytes -= this.sizes.shift() ?? 0;
    const read = this.waiting;
    this.waiting = undefined;
    if (read) this.whenFree(read);
  }
}
