import { type Metadata, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

import { AppError } from '../common/errors.js';
import { endRequest, type RequestContext } from '../common/request-context.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../common/request-id.js';
import { ROUTING_KEY_HEADER } from '../common/request-lifecycle.js';
import type { Env } from '../config/env.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Allowance } from '../throttling/allowance.js';
import { callerOf, headersOf, isTooLate } from './call-facts.js';
import { CallLog, isProbe } from './call-log.js';
import { statusOf } from './grpc-status.js';

/** Longest time from the headers of a call to the end of its message; a client that stops in between holds a stream. */
const MESSAGE_TIMEOUT_MS = 60_000;

interface BegunCall {
  readonly context: RequestContext;
  readonly path: string;
  readonly address: string;
}

/** A request that is part of a stream, with the beginning and the end that a call has. */
export interface StreamRequest {
  readonly context: RequestContext;
  /** @throws AppError RATE_LIMIT_EXCEEDED */
  admit(): Promise<void>;
  end(code: status): void;
}

/**
 * The beginning and the end of every call: its context, its allowance before the message is read, its line in the log and its
 * measurement, also when the client goes away or the message is refused.
 */
export class CallLifecycle {
  private readonly calls = new WeakMap<Metadata, BegunCall>();
  private readonly log: CallLog;

  constructor(
    private readonly env: Env,
    private readonly allowance: Allowance,
    metrics: Metrics,
  ) {
    this.log = new CallLog(metrics);
  }

  /** The context of a call, by the metadata that its handler sees. */
  contextOf(metadata: Metadata): RequestContext {
    return this.callOf(metadata).context;
  }

  /** The beginning of a request of a stream. @param count from 1, the end of its id */
  requestOf(stream: Metadata, count: number): StreamRequest {
    const { context: whole, path, address } = this.callOf(stream);
    const context = contextFor(`${whole.requestId}-${count}`, path, headersOf(stream));
    return {
      context,
      admit: async () => {
        // The first one is what the stream itself was let in for.
        const fault = count === 1 ? null : await this.mayEnter(path, address);
        if (fault) throw fault;
      },
      end: (code) => {
        endRequest(context);
        this.log.finished(context, path, code, address);
      },
    };
  }

  readonly intercept: ServerInterceptor = ({ path, requestStream }, call) => {
    let begun: BegunCall | undefined;
    let timer: NodeJS.Timeout | undefined;
    const end = (code: status, isRefused = false): void => {
      clearTimeout(timer);
      if (!begun) return;
      const { context, address } = begun;
      begun = undefined;
      endRequest(context);
      // How long a stream is open says nothing: its requests are measured.
      if (requestStream && !isRefused) this.log.streamEnded(context, path, code, address);
      else this.log.finished(context, path, code, address);
    };
    const refuse = (error: AppError): void => {
      if (!begun) return;
      begun.context.errorCode = error.code;
      const refusal = statusOf(error, begun.context.requestId);
      end(refusal.code, true);
      call.sendStatus(refusal);
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, proceed) => {
            const { clientAddress: address } = callerOf(call, metadata, this.env.TRUST_PROXY);
            begun = this.begin(metadata, path, address);
            // A stream has no last message that could be late.
            if (!requestStream)
              timer = setTimeout(() => refuse(new AppError('REQUEST_TIMEOUT')), MESSAGE_TIMEOUT_MS);
            void this.mayEnter(path, address).then((fault) => (fault ? refuse(fault) : proceed(metadata)));
          },
          onReceiveHalfClose: (proceed) => {
            clearTimeout(timer);
            proceed();
          },
          // Also after every answer, when the call is over already.
          onCancel: () => end(isTooLate(call) ? status.DEADLINE_EXCEEDED : status.CANCELLED),
        }),
      sendMetadata: (metadata, proceed) => {
        if (begun) metadata.set(REQUEST_ID_HEADER, begun.context.requestId);
        proceed(metadata);
      },
      sendStatus: (sent, proceed) => {
        end(sent.code);
        proceed(sent);
      },
    });
  };

  private begin(metadata: Metadata, path: string, address: string): BegunCall {
    const headers = headersOf(metadata);
    const begun = { context: contextFor(requestIdOf({ headers }), path, headers), path, address };
    this.calls.set(metadata, begun);
    return begun;
  }

  private callOf(metadata: Metadata): BegunCall {
    const call = this.calls.get(metadata);
    if (!call) throw new Error('a call without a beginning');
    return call;
  }

  private async mayEnter(path: string, address: string): Promise<AppError | null> {
    if (!this.allowance.isOn || isProbe(path)) return null;
    return (await this.allowance.take(address)).fault;
  }
}

function contextFor(requestId: string, path: string, headers: Record<string, string>): RequestContext {
  const routingKey = headers[ROUTING_KEY_HEADER] ?? requestId;
  return { requestId, method: path, startedMs: performance.now(), routingKey };
}
