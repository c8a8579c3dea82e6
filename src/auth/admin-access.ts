import { AppError } from '../common/errors.js';
import type { Env } from '../config/env.js';
import { AdminTokens } from './admin-tokens.js';
import { type Caller, whyNotLocal } from './local-caller.js';

/** Who may call without a token, where none are set: somebody on this machine. */
export const LOCAL_ADMIN = 'local';

/** Who may administer the server, whichever way the request came. */
export class AdminAccess {
  private readonly tokens: AdminTokens;

  constructor(private readonly env: Pick<Env, 'ADMIN_TOKENS' | 'TRUST_PROXY'>) {
    this.tokens = new AdminTokens(env.ADMIN_TOKENS);
  }

  /**
   * @returns the name of the token, or `local`
   * @throws AppError UNAUTHORIZED, FORBIDDEN
   */
  admit(caller: Caller): string {
    if (this.tokens.isEmpty) {
      const reason = whyNotLocal(caller, this.env.TRUST_PROXY);
      if (reason === null) return LOCAL_ADMIN;
      throw new AppError('FORBIDDEN', { reason });
    }
    const authorization = caller.headers['authorization'];
    const owner = this.tokens.ownerOf(typeof authorization === 'string' ? authorization : undefined);
    if (owner !== undefined) return owner;
    throw new AppError('UNAUTHORIZED', {
      reason: authorization === undefined ? 'it is missing' : 'it is not known',
    });
  }
}
