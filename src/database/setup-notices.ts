import type { DataSource } from 'typeorm';

/** What was found out about a database that can be used. */
export interface DatabaseFacts {
  /** Connections that PostgreSQL gives to users like ours. */
  readonly connections: number;
  /** As PostgreSQL counts: 150004 is 15.4. */
  readonly version: number;
  /** Migrations that were run and are none of ours. */
  readonly unknownMigrations: readonly string[];
}

const LEAST_VERSION = 15;

/** @param dataSource initialized and migrated */
export async function databaseFacts(dataSource: DataSource): Promise<DatabaseFacts> {
  const known = new Set(dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name));
  const [settings] = await dataSource.query<{ connections: number; version: number }[]>(
    `SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
       AS connections, current_setting('server_version_num')::integer AS version`,
  );
  const ran = await dataSource.query<{ name: string }[]>(`SELECT "name" FROM "migrations" ORDER BY "id"`);
  return {
    connections: settings?.connections ?? Infinity,
    version: settings?.version ?? Infinity,
    unknownMigrations: ran.map(({ name }) => name).filter((name) => !known.has(name)),
  };
}

/** What an operator should know about it, one sentence each. @param most connections that our pool may open */
export function setupNotices(
  { connections, version, unknownMigrations }: DatabaseFacts,
  most: number,
): string[] {
  const notices: string[] = [];
  if (most > connections) {
    notices.push(
      `DATABASE_POOL_SIZE and DATABASE_POOL_OVERFLOW together are ${most} connections, and max_connections of PostgreSQL leaves ` +
        `${connections} for all of its clients: make the pool smaller, or raise max_connections (each server has its own pool)`,
    );
  }
  const major = Math.floor(version / 10_000);
  if (major < LEAST_VERSION) {
    notices.push(
      `PostgreSQL is version ${major}; version ${LEAST_VERSION} is the oldest that Sibyl is tried with`,
    );
  }
  if (unknownMigrations.length > 0) {
    notices.push(
      `the database was brought up to date by another version of Sibyl (${unknownMigrations.join(', ')}), or belongs to ` +
        'another program as well: run the newest version on it, and give Sibyl a database of its own',
    );
  }
  return notices;
}
