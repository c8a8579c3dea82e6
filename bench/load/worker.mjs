/** The load generator: a process of its own, so that its own pauses do not look like the server's. One job, then it ends. */
import { closedLoop } from './closed-loop.mjs';
import { mixedRequests } from './mix.mjs';
import { openLoop } from './open-loop.mjs';
import { RecordTally } from './record-tally.mjs';
import { getRequests, predictRequests } from './requests.mjs';
import { Tally } from './tally.mjs';
import { users } from './users.mjs';

const RUNS = { closed: closedLoop, open: openLoop, users };

let isOver = false;

process.on('disconnect', () => process.exit());
process.once('message', async (job) => {
  const { hostname, port, host } = new URL(job.url);
  const isRecorded = job.mix !== undefined || job.kind === 'users';
  const tally = isRecorded ? new RecordTally() : new Tally();
  const settings = { ...job, host: hostname, port: Number(port) };
  const cpu = process.cpuUsage();
  const rest = await RUNS[job.kind](
    settings,
    requestsOf({ ...job, host }),
    tally,
    tell('started'),
    tell('ended'),
  );
  isOver = true;
  const { user, system } = process.cpuUsage(cpu);
  process.send({ type: 'done', ...tally.report(), ...rest, cpuSeconds: (user + system) / 1e6 });
});

function requestsOf(job) {
  if (job.mix) return mixedRequests(job);
  return job.path ? getRequests(job) : predictRequests(job);
}

function tell(type) {
  return () => isOver || process.send({ type });
}
