import { Logger } from '@nestjs/common';
import type { handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';

import type { Caller } from '../auth/local-caller.js';
import { AppError } from '../common/errors.js';
import { annotateRequest, type RequestContext, runInRequestContext } from '../common/request-context.js';
import type { InferCall } from '../open-inference/infer.service.js';
import { callerOf, headersOf } from './call-facts.js';
import { type CallLifecycle, isTooLate } from './call-lifecycle.js';
import { statusOf } from './grpc-status.js';

/** What a method is told beside its message. */
export interface CallFacts {
  readonly infer: InferCall;
  readonly caller: Caller;
}

/** Turns functions that answer or throw into handlers of calls. */
export class UnaryCalls {
  private readonly logger = new Logger('Errors');

  constructor(
    private readonly lifecycle: CallLifecycle,
    private readonly trustProxy: boolean,
  ) {}

  handler<Q, A>(run: (message: Q, facts: CallFacts) => A | Promise<A>): handleUnaryCall<Q, A> {
    return (call, answer) => {
      const context = this.lifecycle.contextOf(call.metadata);
      runInRequestContext(context, () => void this.answer(run, call, answer, context));
    };
  }

  private async answer<Q, A>(
    run: (message: Q, facts: CallFacts) => A | Promise<A>,
    call: ServerUnaryCall<Q, A>,
    answer: sendUnaryData<A>,
    context: RequestContext,
  ): Promise<void> {
    try {
      answer(null, await run(call.request, this.factsOf(call, context)));
    } catch (thrown) {
      const error =
        thrown instanceof AppError ? thrown : new AppError('INTERNAL_ERROR', undefined, { cause: thrown });
      annotateRequest({ errorCode: error.code });
      if (error.level === 'error')
        this.logger.error(error.message, { code: error.code, path: call.getPath(), err: error });
      answer(statusOf(error, context.requestId));
    }
  }

  private factsOf<Q, A>(call: ServerUnaryCall<Q, A>, { requestId }: RequestContext): CallFacts {
    const controller = new AbortController();
    call.once('cancelled', () => {
      // Whoever has waited in vain is told so by the deadline of the request, which also ends a model that hangs.
      if (!isTooLate(call)) controller.abort(new AppError('CLIENT_CLOSED_REQUEST'));
    });
    const patienceMs = Number(call.getDeadline()) - Date.now();
    return {
      infer: {
        headers: headersOf(call.metadata),
        requestId,
        signal: controller.signal,
        ...(Number.isFinite(patienceMs) ? { patienceMs: Math.max(1, patienceMs) } : {}),
      },
      caller: callerOf(call, call.metadata, this.trustProxy),
    };
  }
}
