/**
 * `away`: try again. `refused`: the store takes nothing from us until somebody mends the settings there or here; what waits
 * goes on waiting. `rejected`: this one object will never be taken.
 */
export type RemoteFaultKind = 'away' | 'refused' | 'rejected';

/** Why a remote store did not do what was asked. The message names no secret and no signed address. */
export class RemoteFault extends Error {
  constructor(
    readonly kind: RemoteFaultKind,
    reason: string,
  ) {
    super(reason);
    this.name = 'RemoteFault';
  }
}

/** Faults below HTTP, in words. Cause chains of clients hold the code at some depth. */
const NETWORK_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
  ENOTFOUND: 'has an address that is not known (DNS)',
  EAI_AGAIN: 'cannot be looked up now (DNS)',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that nobody vouches for',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate that nobody vouches for',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another name',
};

const MAX_CAUSES = 5;

/** Words for a fault of the network; undefined when it is none that is known. Clients wrap it, some in nothing but its text. */
export function networkReason(error: unknown): string | undefined {
  let at = error as
    { code?: unknown; name?: unknown; message?: unknown; cause?: unknown; errors?: unknown[] } | undefined;
  for (let depth = 0; depth < MAX_CAUSES && at; depth++) {
    const text = `${String(at.code)} ${String(at.message)}`;
    const code = Object.keys(NETWORK_FAULTS).find((name) => text.includes(name));
    if (code !== undefined) return NETWORK_FAULTS[code];
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'does not answer in time';
    at = (at.cause ?? at.errors?.[0]) as typeof at;
  }
  return undefined;
}
