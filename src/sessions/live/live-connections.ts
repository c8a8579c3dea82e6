import { Injectable, type OnModuleDestroy } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';

const RETRY_AFTER_SECONDS = 5;

/** Connections that stay open: a bounded number of them, all closed in order when the server stops. */
@Injectable()
export class LiveConnections implements OnModuleDestroy {
  private readonly open = new Set<() => void>();
  private isStopping = false;

  constructor(private readonly env: Env) {}

  /**
   * Takes a place for a connection.
   *
   * @param stop closes it, when the server stops; called at most once
   * @returns gives the place back
   * @throws AppError TOO_MANY_CONNECTIONS, SHUTTING_DOWN
   */
  enter(stop: () => void): () => void {
    const limit = this.env.SESSION_LIVE_CONNECTIONS;
    if (this.isStopping)
      throw new AppError('SHUTTING_DOWN', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (this.open.size >= limit) {
      throw new AppError('TOO_MANY_CONNECTIONS', { limit }, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    this.open.add(stop);
    return () => void this.open.delete(stop);
  }

  /** Before the port is closed: an open feed would keep it open for ever. */
  onModuleDestroy(): void {
    this.isStopping = true;
    for (const stop of this.open) stop();
    this.open.clear();
  }
}
