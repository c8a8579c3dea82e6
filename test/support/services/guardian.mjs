/**
 * A process of its own between a test run and one program that the run started. It ends the program and removes its
 * folders when the run says so, and also when the run is gone without a word (Ctrl-C, SIGKILL): the IPC channel closes
 * then, whatever happened. It sits in its own session, so that a terminal's Ctrl-C does not reach it first.
 */
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

import { descendantsOf } from './process-table.mjs';

const { folders, stopSignal, stopLimitMs } = JSON.parse(process.argv[2] ?? '{}');
/** @type {import('node:child_process').ChildProcess | undefined} */
let program;
let ending = false;

process.on('message', (/** @type {any} */ order) => {
  if (order.type === 'start') start(order);
  else void end();
});
process.on('disconnect', () => void end());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end());
// The run's end of these pipes may be gone; the program's own output is not this process's business.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** @param {object} message */
function report(message) {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** @param {{ command: string, args: string[], options: import('node:child_process').SpawnOptions }} order */
function start({ command, args, options }) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  program = child;
  child.once('spawn', () => report({ type: 'started', pid: child.pid }));
  child.once('error', (error) => report({ type: 'failed', message: error.message }));
  child.once('exit', (code, signal) => report({ type: 'exited', pid: child.pid, code, signal }));
}

async function end() {
  if (ending) return;
  ending = true;
  if (program?.pid && program.exitCode === null && program.signalCode === null) {
    await stop(program, program.pid);
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

/** @param {import('node:child_process').ChildProcess} child @param {number} pid of that child */
async function stop(child, pid) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const limit = setTimeout(() => signalAll([pid, ...descendantsOf(pid)], 'SIGKILL'), stopLimitMs);
  child.kill(stopSignal);
  // A test may have frozen them, and a stopped process would keep the signal for later.
  signalAll([pid, ...descendantsOf(pid)], 'SIGCONT');
  await gone;
  clearTimeout(limit);
}

/** @param {number[]} pids @param {NodeJS.Signals} signal */
function signalAll(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}
