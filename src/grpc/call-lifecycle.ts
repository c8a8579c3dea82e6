import {
  type Metadata,
  type ServerInterceptingCallInterface,
  ServerInterceptingCall,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';

import { AppError } from '../common/errors.js';
import { endRequest, type RequestContext } from '../common/request-context.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../common/request-id.js';
import { ROUTING_KEY_HEADER } from '../common/request-lifecycle.js';
import type { Env } from '../config/env.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Allowance } from '../throttling/allowance.js';
import { callerOf, headersOf } from './call-facts.js';
import { CallLog, isProbe } from './call-log.js';
import { statusOf } from './grpc-status.js';

/** Longest time from the headers of a call to the end of its message; a client that stops in between holds a stream. */
const MESSAGE_TIMEOUT_MS = 60_000;

/**
 * The beginning and the end of every call: its context, its allowance before the message is read, its line in the log and its
 * measurement, also when the client goes away or the message is refused.
 */
export class CallLifecycle {
  private readonly contexts = new WeakMap<Metadata, RequestContext>();
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
    const context = this.contexts.get(metadata);
    if (!context) throw new Error('a call without a beginning');
    return context;
  }

  readonly intercept: ServerInterceptor = ({ path }, call) => {
    let context: RequestContext | undefined;
    let address = '';
    let timer: NodeJS.Timeout | undefined;
    const end = (code: status): void => {
      clearTimeout(timer);
      if (!context) return;
      endRequest(context);
      this.log.finished(context, path, code, address);
      context = undefined;
    };
    const refuse = (error: AppError): void => {
      if (!context) return;
      context.errorCode = error.code;
      const refusal = statusOf(error, context.requestId);
      end(refusal.code);
      call.sendStatus(refusal);
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, proceed) => {
            const begun = this.begin(metadata, path);
            context = begun;
            address = callerOf(call, metadata, this.env.TRUST_PROXY).clientAddress;
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
        if (context) metadata.set(REQUEST_ID_HEADER, context.requestId);
        proceed(metadata);
      },
      sendStatus: (sent, proceed) => {
        end(sent.code);
        proceed(sent);
      },
    });
  };

  private begin(metadata: Metadata, path: string): RequestContext {
    const headers = headersOf(metadata);
    const requestId = requestIdOf({ headers });
    const context: RequestContext = {
      requestId,
      method: path,
      startedMs: performance.now(),
      routingKey: headers[ROUTING_KEY_HEADER] ?? requestId,
    };
    this.contexts.set(metadata, context);
    return context;
  }

  private async mayEnter(path: string, address: string): Promise<AppError | null> {
    if (!this.allowance.isOn || isProbe(path)) return null;
    return (await this.allowance.take(address)).fault;
  }
}

/** Whether the time that the client waits is over. */
export function isTooLate(call: Pick<ServerInterceptingCallInterface, 'getDeadline'>): boolean {
  return Number(call.getDeadline()) <= Date.now();
}
