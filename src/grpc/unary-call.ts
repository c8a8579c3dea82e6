import type { handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';

import { AppError } from '../common/errors.js';
import { type RequestContext, runInRequestContext } from '../common/request-context.js';
import { type CallFacts, factsOf, isTooLate } from './call-facts.js';
import { notedFault } from './call-fault.js';
import type { CallLifecycle } from './call-lifecycle.js';
import { statusOf } from './grpc-status.js';

/** Turns functions that answer or throw into handlers of calls. */
export class UnaryCalls {
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
    { requestId }: RequestContext,
  ): Promise<void> {
    const controller = new AbortController();
    call.once('cancelled', () => {
      // Whoever has waited in vain is told so by the deadline of the request, which also ends a model that hangs.
      if (!isTooLate(call)) controller.abort(new AppError('CLIENT_CLOSED_REQUEST'));
    });
    try {
      const facts = factsOf(call, requestId, controller.signal, this.trustProxy);
      answer(null, await run(call.request, facts));
    } catch (thrown) {
      answer(statusOf(notedFault(thrown, call.getPath()), requestId));
    }
  }
}
