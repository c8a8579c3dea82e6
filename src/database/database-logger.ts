import { Logger } from '@nestjs/common';
import type { Logger as TypeOrmLogger } from 'typeorm';

const LONGEST_QUERY_IN_LOG = 200;

/** TypeORM's messages in the server's log. Parameters hold what users sent, so they are never printed. */
export class DatabaseLogger implements TypeOrmLogger {
  readonly #logger = new Logger('Database');

  /** A connection that nobody was using broke; the pool replaces it. */
  connectionLost(error: Error): void {
    this.#logger.warn(`an idle database connection was lost: ${error.message}`);
  }

  logQuery(): void {}

  logQueryError(error: string | Error, query: string): void {
    const reason = typeof error === 'string' ? error : error.message;
    this.#logger.debug(`query failed: ${reason}: ${brief(query)}`);
  }

  logQuerySlow(durationMs: number, query: string): void {
    this.#logger.warn(`slow query, ${durationMs} ms: ${brief(query)}`);
  }

  logSchemaBuild(message: string): void {
    this.#logger.debug(message);
  }

  logMigration(message: string): void {
    this.#logger.log(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.#logger.warn(String(message));
    else this.#logger.debug(String(message));
  }
}

function brief(query: string): string {
  const line = query.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUERY_IN_LOG ? `${line.slice(0, LONGEST_QUERY_IN_LOG)}...` : line;
}
