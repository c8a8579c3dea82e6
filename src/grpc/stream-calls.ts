import type { handleBidiStreamingCall } from '@grpc/grpc-js';

import { AppError } from '../common/errors.js';
import type { CallLifecycle } from './call-lifecycle.js';
import { InferStream, type RunInfer } from './infer-stream.js';
import type { ModelInferRequest } from './messages/infer-message.js';
import type { ModelStreamInferResponse } from './messages/stream-message.js';

/** Turns a function that answers one request or throws into the handler of a stream of them. */
export class StreamCalls {
  private readonly open = new Set<InferStream>();
  private isOver = false;

  constructor(
    private readonly lifecycle: CallLifecycle,
    private readonly trustProxy: boolean,
  ) {}

  handler(run: RunInfer): handleBidiStreamingCall<ModelInferRequest, ModelStreamInferResponse> {
    return (call) => {
      const stream = new InferStream(call, this.lifecycle, run, this.trustProxy);
      this.open.add(stream);
      // Also after a good end.
      call.once('cancelled', () => this.open.delete(stream));
      stream.begin();
      if (this.isOver) stream.stop(new AppError('SHUTTING_DOWN'));
    };
  }

  /** Ends every stream when what it has asked is answered: an idle one would keep the server from stopping. */
  stop(): void {
    this.isOver = true;
    for (const stream of this.open) stream.stop(new AppError('SHUTTING_DOWN'));
  }
}
