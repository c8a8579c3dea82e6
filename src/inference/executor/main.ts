import {
  EXECUTOR_PROTOCOL,
  type ExecutorLimits,
  type FromExecutor,
  type ToExecutor,
} from '../executor-protocol.js';
import type { ModelSpec } from '../model-spec.js';
import { lockLoaders } from './decode.js';
import { Pipeline } from './pipeline.js';
import { safeReason } from './safe-reason.js';
import { Session } from './session.js';
import { startWatchdog } from './watchdog.js';
import { Warmup } from './warmup.js';

/** The process of one model: loads it, warms it up, answers batches until the server ends it. */
let pipeline: Pipeline | undefined;
let warmup: Warmup | undefined;

const parentPid = process.ppid;
const rssMb = (): number => Math.round(process.memoryUsage.rss() / 1048576);

function say(message: FromExecutor): void {
  process.send?.(message);
}

async function load(spec: ModelSpec, limits: ExecutorLimits): Promise<void> {
  try {
    process.title = `sibyl-executor ${spec.name}@${spec.version}`;
    startWatchdog(parentPid, spec.execution.memoryLimitMb);
    lockLoaders(limits.formats);
    const started = performance.now();
    const session = await Session.open(spec);
    const loaded = performance.now();
    pipeline = new Pipeline(session, spec, limits);
    warmup = new Warmup(pipeline, spec);
    const report = await warmup.run();
    const loadMs = Math.round(loaded - started);
    say({
      type: 'ready',
      loadMs,
      warmupMs: Math.round(performance.now() - loaded),
      rssMb: rssMb(),
      ...report,
    });
  } catch (error) {
    say({ type: 'load-failed', reason: safeReason(error) });
  }
}

async function handle(message: ToExecutor): Promise<void> {
  switch (message.type) {
    case 'load':
      return load(message.spec, message.limits);
    case 'run':
      return say({ type: 'done', outcomes: (await pipeline?.run(message.jobs)) ?? [], rssMb: rssMb() });
    case 'probe':
      return say({ type: 'probed', id: message.id, ...((await warmup?.probe()) ?? { ok: false, runMs: 0 }) });
    case 'ping':
      return say({ type: 'pong', id: message.id });
  }
}

// The server decides when an executor ends: a Ctrl-C in the terminal reaches the whole process group.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message) => void handle(message as ToExecutor));
say({ type: 'hello', protocol: EXECUTOR_PROTOCOL, pid: process.pid });
