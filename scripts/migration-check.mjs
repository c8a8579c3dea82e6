/**
 * Exit code 1 when entities and migrations say different things, with the statements that would bring them together.
 * Works on a database of its own that is made on the server of DATABASE_URL and removed again. Needs the compiled dist/.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';

import { Client } from 'pg';
import { DataSource } from 'typeorm';

const compiled = new URL('../dist/ormconfig.js', import.meta.url);

if (!existsSync(compiled)) fail('dist/ is missing: run `npm run build` first');
if (!process.env.DATABASE_URL) {
  fail(
    'DATABASE_URL has to name a PostgreSQL server on which a database may be created; nothing else there is touched',
  );
}

const { dataSourceOptions } = await import(compiled.href);
const { loadEnv } = await import(new URL('src/config/env.js', compiled).href);

const name = `sibyl_drift_${randomBytes(6).toString('hex')}`;
const server = new Client({ connectionString: process.env.DATABASE_URL });
await server.connect();
await server.query(`CREATE DATABASE ${name}`);
let drift;
try {
  drift = await findDrift(name);
} finally {
  await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server.end();
}

if (drift.length > 0) {
  console.error(
    'The entities and the migrations differ. To reach the entities, the migrated schema would need:\n',
  );
  for (const statement of drift) console.error(`  ${statement};`);
  console.error('\nWrite a migration that does this, list it in migrations/index.ts and run this again.');
  process.exitCode = 1;
} else {
  console.log('The migrations lead to what the entities describe.');
}

/** Statements that TypeORM would run to make the migrated schema match the entities. */
async function findDrift(database) {
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${database}`;
  const env = loadEnv({ DATABASE_URL: url.href });
  const dataSource = await new DataSource(dataSourceOptions(env, { purpose: 'maintain' })).initialize();
  try {
    await dataSource.runMigrations();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

function fail(reason) {
  console.error(reason);
  process.exit(2);
}
