import type { Metadata } from '@grpc/grpc-js';

import type { Caller } from '../auth/local-caller.js';

/** Where a call comes from, in the words that HTTP requests are judged by. */
export interface CallSource {
  getPeer(): string;
  getHost(): string;
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

/** The address of `address:port`; IPv6 has no brackets there. */
function addressOf(peer: string): string {
  const colon = peer.lastIndexOf(':');
  return colon < 0 ? peer : peer.slice(0, colon);
}
