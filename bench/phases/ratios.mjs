import { BareLoop } from '../bare-loop.mjs';
import { generateLoad } from '../load/generator.mjs';
import { cpuSeconds, machineCpuSeconds, serverProcesses } from '../process-facts.mjs';
import { median, percentiles, round } from '../statistics.mjs';

const WARMUP_SECONDS = 2;

/**
 * The price of being a server: bare loop and server in turn, so that a machine that slows down slows both. The ratios
 * are taken round by round and their median counts.
 */
export async function measureRatios({ options, server, model, picture, say }) {
  const bareLoop = new BareLoop();
  await bareLoop.start({ dist: options.dist, picture: picture.whole, ...model });
  const rounds = [];
  try {
    for (let turn = 1; turn <= options.rounds; turn += 1) {
      const bare = await measureBare(bareLoop, options.seconds);
      const served = await measureServer({ options, server, model, picture }, options.connections);
      rounds.push({ bare, served, ...compare(bare, served) });
      say(`round ${turn}: ${line(rounds.at(-1))}`);
    }
  } finally {
    bareLoop.stop();
  }
  const of = (name) => round(median(rounds.map((each) => each[name])), 3);
  return {
    othersCores: of('othersCores'),
    cpuRatio: of('cpuRatio'),
    throughputRatio: of('throughputRatio'),
    throughputRatioWithoutGenerator: of('throughputRatioWithoutGenerator'),
    perSecond: round(median(rounds.map(({ served }) => served.perSecond))),
    latencyMs: rounds.at(-1).served.latencyMs,
    rounds,
  };
}

async function measureBare(bareLoop, seconds) {
  const before = machineCpuSeconds();
  const bare = await bareLoop.measure(seconds);
  return { ...bare, othersCores: (machineCpuSeconds() - before - bare.cpuSeconds) / seconds };
}

/** Throughput, latency and CPU time of each kind of process for one detection, in a closed loop. */
export async function measureServer({ options, server, model, picture }, connections) {
  const groups = serverProcesses(server.pid);
  const usage = () => Object.fromEntries(Object.entries(groups).map(([name, pids]) => [name, total(pids)]));
  let before;
  let after;
  const load = await generateLoad(
    {
      kind: 'closed',
      url: server.url,
      model: model.name,
      picture,
      isUnique: true,
      seed: String(Date.now()),
      connections,
      seconds: options.seconds,
      warmupSeconds: WARMUP_SECONDS,
    },
    () => (before = { usage: usage(), machine: machineCpuSeconds() }),
    () => (after = { usage: usage(), machine: machineCpuSeconds() }),
  );
  const count = load.okMs.length;
  if (count === 0)
    throw new Error(`the server answered no request with 200: ${JSON.stringify(load.statuses)}`);
  const cpuMs = {};
  for (const name of Object.keys(groups))
    cpuMs[name] = (1000 * (after.usage[name] - before.usage[name])) / count;
  const generatorShare = options.seconds / (options.seconds + WARMUP_SECONDS);
  cpuMs.generator = (1000 * load.cpuSeconds * generatorShare) / count;
  const ownSeconds = (count * Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0)) / 1000;
  return {
    perSecond: count / options.seconds,
    cpuMs,
    latencyMs: percentiles(load.okMs),
    statuses: load.statuses,
    busyCores: ownSeconds / options.seconds,
    othersCores: (after.machine - before.machine - ownSeconds) / options.seconds,
  };
}

function compare(bare, served) {
  const { perSecond, cpuMs } = served;
  const server = cpuMs.http + cpuMs.executors;
  return {
    /** What other programs used meanwhile: the ratios mean little when it is more than a few hundredths. */
    othersCores: Math.max(0, bare.othersCores, served.othersCores),
    cpuRatio: server / bare.cpuMs,
    throughputRatio: perSecond / bare.perSecond,
    // What the generator and the embedded database take from the same cores is not the server's.
    throughputRatioWithoutGenerator:
      ((perSecond / bare.perSecond) * (server + cpuMs.generator + cpuMs.database)) / server,
  };
}

function total(pids) {
  return pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function line({ bare, served, cpuRatio, throughputRatio, othersCores }) {
  const { http, executors, database, generator } = served.cpuMs;
  return (
    `bare ${bare.perSecond.toFixed(1)}/s, ${bare.cpuMs.toFixed(2)} ms CPU; server ${served.perSecond.toFixed(1)}/s, ` +
    `${http.toFixed(2)} + ${executors.toFixed(2)} ms CPU (database ${database.toFixed(2)}, generator ${generator.toFixed(2)}); ` +
    `CPU ratio ${cpuRatio.toFixed(3)}, throughput ratio ${throughputRatio.toFixed(3)}; busy ${served.busyCores.toFixed(2)} cores, others ${othersCores.toFixed(2)} cores`
  );
}
