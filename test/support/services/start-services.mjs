import { provideServers } from './install-programs.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/**
 * @typedef {object} Services
 * @property {string} databaseUrl
 * @property {string} redisUrl
 * @property {() => Promise<void>} stop ends those that were started here; leaves given ones alone
 */

/**
 * A real PostgreSQL and a real Redis: those that DATABASE_URL and REDIS_URL name, else new ones on free ports. They end with this
 * process, whatever way it ends.
 *
 * @returns {Promise<Services>}
 */
export async function startServices() {
  const given = { database: process.env.DATABASE_URL, redis: process.env.REDIS_URL };
  // Both at once, so that a machine that has neither asks its package manager once.
  /** @type {import('./install-programs.mjs').Server[]} */
  const needed = [];
  if (!given.database) needed.push('PostgreSQL');
  if (!given.redis) needed.push('Redis');
  await provideServers(needed);
  const starts = await Promise.allSettled([
    given.database ? undefined : startPostgres(),
    given.redis ? undefined : startRedis(),
  ]);
  const servers = starts.map((start) => (start.status === 'fulfilled' ? start.value : undefined));
  const stop = async () => {
    await Promise.all(servers.map((server) => server?.stop()));
  };
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    databaseUrl: given.database || servers[0]?.url || '',
    redisUrl: given.redis || servers[1]?.url || '',
    stop,
  };
}
