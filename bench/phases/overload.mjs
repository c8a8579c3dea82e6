import { setTimeout as delay } from 'node:timers/promises';

import { percentiles, round } from '../statistics.mjs';
import { generateLoad } from '../load/generator.mjs';

const FACTOR = 10;
const PROBES_PER_SECOND = 10;
/** The queue fills before the measurement of the probes begins. */
const FILL_MS = 1000;

/** Ten times more than the server can do: whether it stays live, goes on at full speed, and refuses quickly. */
export async function measureOverload({ options, server, model, picture, capacity, say }) {
  const { seconds } = options;
  const load = generateLoad({
    kind: 'open',
    url: server.url,
    model: model.name,
    picture,
    isUnique: true,
    seed: Date.now(),
    perSecond: FACTOR * capacity,
    seconds: seconds + FILL_MS / 1000,
    isPoisson: true,
  });
  await delay(FILL_MS);
  const probes = await generateLoad({
    kind: 'open',
    url: server.url,
    path: '/health/live',
    perSecond: PROBES_PER_SECOND,
    seconds,
    isPoisson: false,
    seed: 1,
  });
  const flood = await load;
  const requests = flood.okMs.length + flood.otherMs.length + flood.notSent;
  const result = {
    offeredPerSecond: round(FACTOR * capacity),
    liveMs: percentiles(probes.okMs),
    liveOk: probes.okMs.length,
    liveProbes: probes.okMs.length + probes.otherMs.length + probes.notSent,
    okPerSecond: round(flood.okPerSecond),
    goodputRatio: round(flood.okPerSecond / capacity, 3),
    refusalMs: percentiles(flood.otherMs),
    acceptedMs: percentiles(flood.okMs),
    statuses: flood.statuses,
    notSent: flood.notSent,
    requests,
    generatorCores: round(flood.cpuSeconds / flood.activeSeconds),
  };
  say(JSON.stringify(result));
  return result;
}
