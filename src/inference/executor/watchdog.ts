import { Worker } from 'node:worker_threads';

const POLL_MS = 250;
/** A run may use memory for a moment; far above its limit the process is ended before the machine suffers. */
const HARD_LIMIT_FACTOR = 1.5;

/**
 * Runs in a thread of its own, which goes on while the main thread is inside a native call. Plain text, since it has to
 * start in a few milliseconds and must not depend on a second compiled file.
 */
const SOURCE = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const end = (why) => {
  try { writeSync(2, 'sibyl-watchdog: ' + why + '\\n'); } catch {}
  process.kill(process.pid, 'SIGKILL');
};
setInterval(() => {
  if (process.ppid !== workerData.parent) end('its server is gone');
  const rssMb = process.memoryUsage.rss() / 1048576;
  if (rssMb > workerData.limitMb) end('its process used ' + Math.round(rssMb) + ' MB, more than ' + Math.round(workerData.limitMb) + ' MB');
}, workerData.pollMs);
`;

/** Ends this process when its parent is gone or its memory passes 1.5 times the limit, even in the middle of a run. */
export function startWatchdog(parentPid: number, memoryLimitMb: number): void {
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: { parent: parentPid, limitMb: memoryLimitMb * HARD_LIMIT_FACTOR, pollMs: POLL_MS },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
    stdout: false,
    stderr: false,
  });
  worker.unref();
}
