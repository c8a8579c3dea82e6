import type { Metadata } from '@grpc/grpc-js';

import type { Caller } from '../auth/local-caller.js';
import type { InferCall } from '../open-inference/infer.service.js';

/** Where a call comes from, in the words that HTTP requests are judged by. */
export interface CallSource {
  getPeer(): string;
  getHost(): string;
}

/** What is asked of a call before its messages are looked at. */
export interface OpenCall extends CallSource {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
}

/** What a method is told beside its message. */
export interface CallFacts {
  readonly infer: InferCall;
  readonly caller: Caller;
}

/** Metadata as headers; binary values are left out. */
export function headersOf(metadata: Metadata): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata.getMap()))
    if (typeof value === 'string') headers[name] = value;
  return headers;
}

/** @param trustProxy whether the last address of `x-forwarded-for` is the client's */
export function callerOf(source: CallSource, metadata: Metadata, trustProxy: boolean): Caller {
  const headers = { ...headersOf(metadata), host: source.getHost() };
  const socketAddress = addressOf(source.getPeer());
  const forwarded = trustProxy ? metadata.get('x-forwarded-for').join(',').split(',').at(-1)?.trim() : '';
  return { socketAddress, clientAddress: forwarded ? forwarded : socketAddress, headers };
}

/** @param signal aborted when nobody waits for the answer any more */
export function factsOf(
  call: OpenCall,
  requestId: string,
  signal: AbortSignal,
  trustProxy: boolean,
): CallFacts {
  const patienceMs = Number(call.getDeadline()) - Date.now();
  return {
    infer: {
      headers: headersOf(call.metadata),
      requestId,
      signal,
      ...(Number.isFinite(patienceMs) ? { patienceMs: Math.max(1, patienceMs) } : {}),
    },
    caller: callerOf(call, call.metadata, trustProxy),
  };
}

/** Whether the time that the client waits is over. */
export function isTooLate(call: Pick<OpenCall, 'getDeadline'>): boolean {
  return Number(call.getDeadline()) <= Date.now();
}

/** The address of `address:port`; IPv6 has no brackets there. */
function addressOf(peer: string): string {
  const colon = peer.lastIndexOf(':');
  return colon < 0 ? peer : peer.slice(0, colon);
}
