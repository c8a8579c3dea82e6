import { percentiles, round } from '../statistics.mjs';
import { generateLoad } from '../load/generator.mjs';

const SHARES = [0.2, 0.5, 0.8];

/** Latency when requests come by themselves, at shares of what the closed loop got through. */
export async function measureOpenLoop({ options, server, model, picture, capacity, say }) {
  const steps = [];
  for (const share of SHARES) {
    const perSecond = share * capacity;
    const load = await generateLoad({
      kind: 'open',
      url: server.url,
      model: model.name,
      picture,
      isUnique: true,
      seed: Date.now(),
      perSecond,
      seconds: options.seconds,
      isPoisson: true,
    });
    const step = {
      share,
      offeredPerSecond: round(perSecond, 1),
      latencyMs: percentiles(load.okMs),
      errors: load.otherMs.length + load.notSent,
      requests: load.okMs.length + load.otherMs.length + load.notSent,
    };
    steps.push(step);
    say(`${Math.round(share * 100)} %: ${JSON.stringify(step)}`);
  }
  return { steps };
}
