/** npm run bench: what the server costs beside the bare work, and what its users feel. See docs/performance.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { prepareModel } from './model.mjs';
import { readOptions } from './options.mjs';
import { measureCache } from './phases/cache.mjs';
import { measureOpenLoop } from './phases/open-loop.mjs';
import { measureOverload } from './phases/overload.mjs';
import { measureRatios, measureServer } from './phases/ratios.mjs';
import { measureMemory, measureStart } from './phases/start.mjs';
import { measureUsers } from './phases/users.mjs';
import { loadPicture } from './picture.mjs';
import { profileSummary } from './profile-summary.mjs';
import { markdownTable } from './report.mjs';
import { Server } from './server.mjs';

const WARMUP_SECONDS = 6;
const RESULTS = fileURLToPath(new URL('results', import.meta.url));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const options = readOptions();
const say = (text) => console.log(`  ${text}`);
const model = await prepareModel(options);
const picture = await loadPicture(options.image, options.modelDir, model.name);
const server = new Server(options);
const context = { options, server, model, picture, say };
const { width, height } = model.spec.task.image;

const result = {
  date: new Date().toISOString(),
  machine: {
    cores: availableParallelism(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  },
  model: { name: model.name, input: `${width}x${height}`, execution: model.spec.execution },
  picture: picture.describe,
  settings: {
    seconds: options.seconds,
    rounds: options.rounds,
    connections: options.connections,
    env: options.serverEnv,
  },
  phases: {},
};
const { phases } = result;
console.log(JSON.stringify({ ...result, phases: undefined }, null, 1));

try {
  await inTurn();
} finally {
  await server.stop();
  server.remove();
}
write();
if (options.profile) console.log(profileSummary(options.profile));
console.log(`\n${markdownTable(result)}`);
process.exit();

async function inTurn() {
  if (wants('start')) phases.start = await measureStart(context);
  else await server.start();
  await warmUp();
  if (wants('ratios')) phases.ratios = await measureRatios(context);
  if (wants('open-loop') || wants('overload')) {
    const { perSecond } = await measureServer(context, options.connections);
    context.capacity = perSecond;
    console.log(`capacity in a closed loop: ${perSecond.toFixed(1)}/s`);
  }
  if (wants('open-loop')) phases.openLoop = await measureOpenLoop(context);
  if (wants('cache')) phases.cache = await measureCache(context);
  if (wants('users')) phases.users = await measureUsers(context);
  if (wants('overload')) phases.overload = await measureOverload(context);
  phases.memory = measureMemory(context);
}

/** Every executor is started, and the HTTP process has compiled what it runs often, as in a server of yesterday. */
async function warmUp() {
  const hits = { ...options, seconds: WARMUP_SECONDS };
  await measureCache({ ...context, options: hits, say: () => undefined });
  await measureServer({ ...context, options: hits }, options.connections);
}

function wants(phase) {
  const isWanted = options.phases.includes(phase);
  if (isWanted) console.log(`${phase}:`);
  return isWanted;
}

function write() {
  const day = result.date.slice(0, 10);
  const path = options.json ?? join(RESULTS, `${day}-${model.name}.local.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `${JSON.stringify(result, (_key, value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value), 1)}\n`,
  );
  console.log(`\nwritten to ${path}`);
}
