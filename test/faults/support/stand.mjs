import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadPicture } from '../../../bench/picture.mjs';
import { GuardedProcess } from '../../support/services/guarded-process.mjs';
import { query, startPostgres } from '../../support/services/postgres.mjs';
import { startRedis } from '../../support/services/redis.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';
import { FaultProxy } from '../proxy/fault-proxy.mjs';
import { layModels } from './fixture-models.mjs';
import { smallPicture } from './pictures.mjs';
import { ServerProcess } from './server-process.mjs';

/**
 * What a scenario runs on: servers, a PostgreSQL and a Redis of its own, each behind a fault proxy that does nothing yet.
 * Everything ends with `end`, and with this process, whatever way that ends.
 */
export class Stand {
  servers = [];
  /** @type {(() => Promise<unknown>)[]} */
  #cleanUps = [];

  /**
   * @param {object} wanted
   * @param {string[]} [wanted.models] the first one is asked by the load; `colours` when absent
   * @param {boolean} [wanted.redis] true when absent
   * @param {boolean} [wanted.postgres] true when absent
   * @param {number} [wanted.servers] one when absent
   * @param {Record<string, string>} [wanted.env]
   * @param {number} [wanted.seed] of the fault proxies
   * @param {boolean} [wanted.isStarted] false leaves the start of the servers to the scenario
   */
  static async make({
    models = ['colours'],
    redis = true,
    postgres = true,
    servers = 1,
    env = {},
    seed = 1,
    isStarted = true,
  } = {}) {
    const stand = new Stand();
    try {
      stand.root = stand.#makeRoot();
      stand.model = models[0];
      stand.modelDir = join(stand.root, 'models');
      await layModels(stand.modelDir, models);
      stand.picture =
        stand.model === 'hazard-detector'
          ? await loadPicture(undefined, 'models', stand.model)
          : await smallPicture();
      await Promise.all([redis && stand.#startRedis(seed), postgres && stand.#startPostgres(seed)]);
      stand.env = {
        MODEL_DIR: stand.modelDir,
        ...(stand.redis ? { REDIS_URL: through(stand.redis.url, stand.redisProxy) } : {}),
        ...(stand.postgres ? { DATABASE_URL: through(stand.postgres.url, stand.postgresProxy) } : {}),
        ...env,
      };
      for (let number = 1; number <= servers; number += 1) stand.addServer();
      if (isStarted) {
        await Promise.all(stand.servers.map((server) => server.start()));
        if (stand.postgres) await stand.untilDatabase();
      }
      return stand;
    } catch (error) {
      await stand.end();
      throw error;
    }
  }

  /** The only or first server. */
  get server() {
    return this.servers[0];
  }

  get url() {
    return this.server.url;
  }

  /** One more server, not started yet. @param {Record<string, string>} [env] */
  addServer(env = {}) {
    const server = new ServerProcess({ ...this.env, ...env });
    this.servers.push(server);
    this.onEnd(() => server.end());
    return server;
  }

  /** Until the history can be read from each server. */
  async untilDatabase() {
    for (const { url } of this.servers) {
      await waitFor(async () => (await fetch(`${url}/v1/predictions?limit=1`)).status === 200, {
        timeoutMs: 60_000,
        what: `the database of ${url}`,
      });
    }
  }

  /** Rows of the answer to a statement, past the fault proxy. @param {string} statement */
  async ask(statement) {
    return (await query(this.postgres.url, statement)).rows;
  }

  /** @param {() => Promise<unknown>} cleanUp */
  onEnd(cleanUp) {
    this.#cleanUps.push(cleanUp);
  }

  /** Ends everything, last first. */
  async end() {
    for (const cleanUp of this.#cleanUps.splice(0).toReversed()) await cleanUp();
  }

  #makeRoot() {
    const root = mkdtempSync(join(tmpdir(), 'sibyl-faults-'));
    chmodSync(root, 0o755);
    mkdirSync(join(root, 'models'));
    // Removes the folder, also when this process is killed.
    const guardian = new GuardedProcess({ folders: [root] });
    this.onEnd(() => guardian.end());
    return root;
  }

  async #startRedis(seed) {
    this.redis = await startRedis();
    this.onEnd(() => this.redis.stop());
    this.redisProxy = await FaultProxy.start({ port: portOf(this.redis.url), seed });
    this.onEnd(() => this.redisProxy.close());
  }

  async #startPostgres(seed) {
    this.postgres = await startPostgres();
    this.onEnd(() => this.postgres.stop());
    this.postgresProxy = await FaultProxy.start({ port: portOf(this.postgres.url), seed: seed + 1 });
    this.onEnd(() => this.postgresProxy.close());
  }
}

function portOf(url) {
  return Number(new URL(url).port);
}

function through(url, proxy) {
  const changed = new URL(url);
  changed.port = String(proxy.port);
  return changed.href;
}
