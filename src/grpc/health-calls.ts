import {
  Metadata,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';

import { AppError } from '../common/errors.js';
import type { ServerReadiness } from '../health/server-readiness.js';
import type { CallLifecycle } from './call-lifecycle.js';
import { statusOf } from './grpc-status.js';
import type { UnaryCalls } from './unary-call.js';

type Serving = 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
type WatchCall = ServerWritableStream<{ service: string }, { status: Serving }>;

/** The server as a whole, and the service that it is there for: one state. */
const SERVICES = ['', 'inference.GRPCInferenceService'];
/** How late a watcher may learn of a change. The state itself is kept for a second, so looking costs nothing. */
const LOOK_MS = 200;

/** The standard health service: SERVING while ServerReady says so. */
export class HealthCalls {
  /** Streams, and what each was told last; null before the first word. */
  private readonly watchers = new Map<WatchCall, Serving | null>();
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly readiness: ServerReadiness,
    private readonly lifecycle: CallLifecycle,
  ) {}

  methods(calls: UnaryCalls): UntypedServiceImplementation {
    return {
      Check: calls.handler(async ({ service }: { service: string }) => {
        if (SERVICES.includes(service)) return { status: await this.state() };
        throw new AppError('SERVICE_NOT_FOUND', {
          service: service.slice(0, 100),
          available: SERVICES.filter(Boolean),
        });
      }),
      List: calls.handler(async () => {
        const state = { status: await this.state() };
        return { statuses: Object.fromEntries(SERVICES.map((service) => [service, state])) };
      }),
      Watch: (call: WatchCall) => this.watch(call),
    };
  }

  /** Tells every watcher that this is the end, or their streams would keep the server from stopping. */
  stop(): void {
    this.isOver = true;
    clearInterval(this.timer);
    for (const call of this.watchers.keys()) this.end(call);
    this.watchers.clear();
  }

  private async state(): Promise<Serving> {
    return (await this.readiness.now()).ready ? 'SERVING' : 'NOT_SERVING';
  }

  private watch(call: WatchCall): void {
    if (this.isOver) {
      this.end(call);
      return;
    }
    call.once('cancelled', () => this.forget(call));
    this.watchers.set(call, null);
    this.timer ??= setInterval(() => void this.tell(), LOOK_MS).unref();
    void this.tell();
  }

  private async tell(): Promise<void> {
    const state = await this.state();
    for (const [call, told] of this.watchers) {
      const now = SERVICES.includes(call.request.service) ? state : 'SERVICE_UNKNOWN';
      if (now === told) continue;
      this.watchers.set(call, now);
      call.write({ status: now });
    }
  }

  private end(call: WatchCall): void {
    const { requestId } = this.lifecycle.contextOf(call.metadata);
    const { metadata, ...rest } = statusOf(new AppError('SHUTTING_DOWN'), requestId);
    if (this.watchers.has(call)) call.write({ status: 'NOT_SERVING' });
    call.emit('error', {
      ...rest,
      code: rest.code ?? status.UNAVAILABLE,
      metadata: metadata ?? new Metadata(),
    });
  }

  private forget(call: WatchCall): void {
    this.watchers.delete(call);
    if (this.watchers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
