import { isIPv4 } from 'node:net';

/** What tells where a request comes from. */
export interface Caller {
  /** Address of the socket's other end. */
  readonly socketAddress: string | undefined;
  /** Address of the client: as the socket's, or as one trusted proxy told it. */
  readonly clientAddress: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Headers by which a proxy tells of the client it speaks for. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/**
 * Why a request does not count as made by somebody on this machine; null when it does. A proxy on this machine makes
 * every request of the network look local, and a page of another origin makes the browser of somebody who is here ask.
 *
 * @param trustProxy whether `clientAddress` is what a proxy wrote into X-Forwarded-For
 */
export function whyNotLocal(caller: Caller, trustProxy: boolean): string | null {
  const { headers } = caller;
  if (!isLoopback(caller.socketAddress)) return 'the request comes from another machine';
  const forwarded = FORWARDED.find((name) => headers[name] !== undefined);
  if (forwarded !== undefined) {
    const isTold = trustProxy && headers['x-forwarded-for'] !== undefined;
    if (!isTold) return `a proxy forwarded the request (${forwarded})`;
    if (!isLoopback(caller.clientAddress)) return 'the request comes from another machine';
  }
  const host = nameOf(`http://${String(headers['host'])}`);
  if (!isLoopbackName(host)) return 'its Host header names no address of this machine, such as localhost';
  const origin = headers['origin'];
  if (origin !== undefined && !isLoopbackName(nameOf(String(origin))))
    return 'a page of another origin sent it';
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site') return 'a page of another origin sent it';
  return null;
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name.replace(/^\[|\]$/g, ''));
}

/** Host of an address, without its port; empty when it is none. */
function nameOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
