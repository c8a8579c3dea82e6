import { type ServerDuplexStream, status } from '@grpc/grpc-js';

import { AppError } from '../common/errors.js';
import { runInRequestContext } from '../common/request-context.js';
import { type CallFacts, factsOf, isTooLate } from './call-facts.js';
import { notedFault } from './call-fault.js';
import type { CallLifecycle, StreamRequest } from './call-lifecycle.js';
import { statusOf } from './grpc-status.js';
import type { ModelInferRequest, ModelInferResponse } from './messages/infer-message.js';
import { type ModelStreamInferResponse, streamAnswer, streamFault } from './messages/stream-message.js';

export type InferCallStream = ServerDuplexStream<ModelInferRequest, ModelStreamInferResponse>;
export type RunInfer = (message: ModelInferRequest, facts: CallFacts) => Promise<ModelInferResponse>;

interface Outcome {
  readonly answer: ModelStreamInferResponse;
  readonly fault: AppError | null;
}

/** Metadata of a client of Triton that wants the first failure to end its stream, as the status of that failure. */
const ENDED_BY_FAULT = 'triton_grpc_error';

/**
 * One stream of requests. They run side by side, those of one sequence one after the other, and are answered in the order in
 * which they came. Each is a request of its own: it has an id, an allowance, a line in the log and a measurement.
 */
export class InferStream {
  private count = 0;
  /** No request is taken any more. */
  private isClosing = false;
  private isEnded = false;
  /** Settled when all that came before has been answered. */
  private answered: Promise<void> = Promise.resolve();
  /** The last request of each sequence that is under way. */
  private readonly turns = new Map<string, Promise<Outcome>>();
  private readonly underWay = new Set<AbortController>();
  private readonly isEndedByFault: boolean;

  constructor(
    private readonly call: InferCallStream,
    private readonly lifecycle: CallLifecycle,
    private readonly run: RunInfer,
    private readonly trustProxy: boolean,
  ) {
    this.isEndedByFault = call.metadata.get(ENDED_BY_FAULT)[0] === 'true';
  }

  begin(): void {
    this.call.once('cancelled', () => this.cancel());
    this.call.once('end', () => void this.answered.then(() => this.end(null)));
    this.call.on('data', (message: ModelInferRequest) => this.receive(message));
  }

  /** Takes no more requests, answers those that it has taken, and ends the stream with the reason. */
  stop(reason: AppError): void {
    this.isClosing = true;
    this.call.pause();
    void this.answered.then(() => this.end(reason));
  }

  private receive(message: ModelInferRequest): void {
    if (this.isClosing) return;
    this.count += 1;
    const request = this.lifecycle.requestOf(this.call.metadata, this.count);
    const controller = new AbortController();
    this.underWay.add(controller);
    const outcome = this.inTurn(message, () =>
      runInRequestContext(request.context, () => this.answer(message, request, controller)),
    );
    this.answered = this.answered.then(async () => this.send(await outcome));
  }

  /** A sequence goes on where the request before has left it: clients send the next one without waiting for an answer. */
  private inTurn({ parameters }: ModelInferRequest, start: () => Promise<Outcome>): Promise<Outcome> {
    const sequence = parameters['sequence_id']?.string_param ?? '';
    if (sequence === '') return start();
    const turn = (this.turns.get(sequence) ?? Promise.resolve()).then(start);
    this.turns.set(sequence, turn);
    void this.forget(sequence, turn);
    return turn;
  }

  private async forget(sequence: string, turn: Promise<Outcome>): Promise<void> {
    await turn;
    if (this.turns.get(sequence) === turn) this.turns.delete(sequence);
  }

  /** Never rejects: a failure is an answer. */
  private async answer(
    message: ModelInferRequest,
    request: StreamRequest,
    controller: AbortController,
  ): Promise<Outcome> {
    const { requestId } = request.context;
    const { signal } = controller;
    try {
      await request.admit();
      // Its client may have gone while it waited for its turn.
      signal.throwIfAborted();
      const answer = await this.run(message, factsOf(this.call, requestId, signal, this.trustProxy));
      request.end(status.OK);
      return { answer: streamAnswer(answer), fault: null };
    } catch (thrown) {
      const fault = notedFault(thrown, this.call.getPath());
      request.end(statusOf(fault, requestId).code ?? status.INTERNAL);
      return { answer: streamFault(message, fault, requestId), fault };
    } finally {
      this.underWay.delete(controller);
    }
  }

  private send({ answer, fault }: Outcome): void {
    if (this.isEnded) return;
    if (fault && this.isEndedByFault) this.end(fault);
    else this.call.write(answer);
  }

  /** @param reason null when the client has sent all and has got all */
  private end(reason: AppError | null): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.isClosing = true;
    if (reason === null) this.call.end();
    else this.call.emit('error', statusOf(reason, this.lifecycle.contextOf(this.call.metadata).requestId));
  }

  private cancel(): void {
    this.isEnded = true;
    this.isClosing = true;
    // Whoever has waited in vain is told so by the deadline of each request, which also ends a model that hangs.
    if (isTooLate(this.call)) return;
    for (const controller of this.underWay) controller.abort(new AppError('CLIENT_CLOSED_REQUEST'));
  }
}
