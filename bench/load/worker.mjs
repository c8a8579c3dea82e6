/** The load generator: a process of its own, so that its own pauses do not look like the server's. One job, then it ends. */
import { closedLoop } from './closed-loop.mjs';
import { openLoop } from './open-loop.mjs';
import { getRequests, predictRequests } from './requests.mjs';
import { Tally } from './tally.mjs';

process.on('disconnect', () => process.exit());
process.once('message', async (job) => {
  const { hostname, port, host } = new URL(job.url);
  const tally = new Tally();
  const nextRequest = job.path ? getRequests({ host, path: job.path }) : predictRequests({ ...job, host });
  const settings = { ...job, host: hostname, port: Number(port) };
  const run = job.kind === 'closed' ? closedLoop : openLoop;
  const cpu = process.cpuUsage();
  const rest = await run(settings, nextRequest, tally, tell('started'), tell('ended'));
  const { user, system } = process.cpuUsage(cpu);
  process.send({ type: 'done', ...tally.report(), ...rest, cpuSeconds: (user + system) / 1e6 });
});

function tell(type) {
  return () => process.send({ type });
}
