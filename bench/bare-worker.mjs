/** One process of the bare loop: the executor's own decode, preprocess, run and postprocess, and nothing around them. */
import { compiled } from './model.mjs';

const WARMUP_RUNS = 10;
let pipeline;
let job;

process.on('disconnect', () => process.exit());
process.on('message', async (message) => {
  if (message.type === 'load') await load(message);
  if (message.type === 'measure') process.send(await measure(message.seconds));
});

async function load({ dist, spec, limits, picture }) {
  const { lockLoaders } = await compiled(dist, 'inference/executor/decode.js');
  const { Session } = await compiled(dist, 'inference/executor/session.js');
  const { Pipeline } = await compiled(dist, 'inference/executor/pipeline.js');
  lockLoaders(limits.formats);
  pipeline = new Pipeline(await Session.open(spec), spec, limits);
  job = {
    id: 1,
    deadlineAt: Number.MAX_SAFE_INTEGER,
    input: { kind: 'image', bytes: picture },
    options: {},
  };
  for (let run = 0; run < WARMUP_RUNS; run += 1) await detect();
  process.send({ type: 'loaded' });
}

async function measure(seconds) {
  const stages = { decode: 0, preprocess: 0, run: 0, postprocess: 0 };
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  let count = 0;
  for (; performance.now() < end; count += 1) {
    const { timings } = await detect();
    for (const stage of Object.keys(stages)) stages[stage] += timings[stage];
  }
  const elapsedSeconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const stage of Object.keys(stages)) stages[stage] /= count;
  return { type: 'measured', count, elapsedSeconds, cpuSeconds: (user + system) / 1e6, stages };
}

async function detect() {
  const [outcome] = await pipeline.run([job]);
  if (!outcome.ok) throw new Error(`the bare loop failed: ${JSON.stringify(outcome.error)}`);
  return outcome;
}
