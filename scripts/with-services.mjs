/**
 * Runs a command with a real PostgreSQL and a real Redis, in DATABASE_URL and REDIS_URL: given ones, or new ones that end with it.
 * The database is a private, empty one in both cases.
 *
 *   node scripts/with-services.mjs npm run migration:check
 */
import { spawn } from 'node:child_process';

import { createDatabase } from '../test/support/services/postgres.mjs';
import { startServices } from '../test/support/services/start-services.mjs';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  process.stderr.write('Usage: node scripts/with-services.mjs COMMAND [ARGUMENT...]\n');
  process.exit(2);
}

const services = await startServices();
try {
  const database = await createDatabase(services.databaseUrl);
  try {
    process.exitCode = await runWith({ DATABASE_URL: database.url, REDIS_URL: services.redisUrl });
  } finally {
    await database.drop();
  }
} finally {
  await services.stop();
}

/** @param {NodeJS.ProcessEnv} variables @returns {Promise<number>} its exit code */
function runWith(variables) {
  const child = spawn(command ?? '', args, { stdio: 'inherit', env: { ...process.env, ...variables } });
  // Ctrl-C reaches the command by itself, in the same terminal; this process waits for it and cleans up.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
