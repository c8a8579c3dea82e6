import { createHash, timingSafeEqual } from 'node:crypto';

const BEARER = /^bearer +(\S+)$/i;

/** Digests have one length, which a comparison in constant time needs. */
const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The tokens of ADMIN_TOKENS, and whose they are. Several may bear one name, so that a token can be changed. */
export class AdminTokens {
  private readonly entries: readonly { readonly name: string; readonly digest: Buffer }[];

  /** @param list `name:token` each, as checked by `Env` */
  constructor(list: readonly string[]) {
    this.entries = list.map((entry) => {
      const colon = entry.indexOf(':');
      return { name: entry.slice(0, colon), digest: digest(entry.slice(colon + 1)) };
    });
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /**
   * Whose token an Authorization header holds; undefined when it holds none of ours. Takes the same time for every
   * token of one length.
   */
  ownerOf(authorization: string | undefined): string | undefined {
    const [, token] = BEARER.exec(authorization ?? '') ?? [];
    if (token === undefined) return undefined;
    const given = digest(token);
    let owner: string | undefined;
    for (const entry of this.entries) if (timingSafeEqual(entry.digest, given)) owner = entry.name;
    return owner;
  }
}
