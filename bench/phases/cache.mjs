import { percentiles, round } from '../statistics.mjs';
import { generateLoad } from '../load/generator.mjs';

const USERS = 50;

/** Fifty users ask for the same picture: what an answer out of the cache costs. */
export async function measureCache({ options, server, model, picture, say }) {
  const load = await generateLoad({
    kind: 'closed',
    url: server.url,
    model: model.name,
    picture,
    isUnique: false,
    seed: String(Date.now()),
    connections: USERS,
    seconds: options.seconds,
    warmupSeconds: 1,
  });
  const result = {
    users: USERS,
    perSecond: round(load.okMs.length / options.seconds),
    serverMs: percentiles(load.serverMs),
    clientMs: percentiles(load.okMs),
    statuses: load.statuses,
  };
  say(JSON.stringify(result));
  return result;
}
