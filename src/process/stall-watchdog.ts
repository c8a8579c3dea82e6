import { Worker } from 'node:worker_threads';

import type { Logger } from 'pino';

import type { Env } from '../config/env.js';

const BEAT_MS = 100;
const POLL_MS = 250;
/** Times LOOP_STALL_MS after which a process that does not recover is ended. */
const END_FACTOR = 2;

/**
 * Runs in a thread of its own. It counts its own looks and not the clock: a machine that was suspended stalled nobody.
 * Where the main thread is inside JavaScript, the inspector can stop it for a moment and tell where; inside native code it
 * cannot, and the sample is missing. Plain text, so that it depends on no second compiled file.
 */
const SOURCE = `
const { workerData, parentPort } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const { Session } = require('node:inspector');
const beats = new Int32Array(workerData.beats);
let last = -1, still = 0, told = false;
const say = (fields) => {
  try { writeSync(1, JSON.stringify({ level: workerData.level, time: Date.now(), name: 'Stall', ...fields }) + '\\n'); } catch {}
};
const sample = () => new Promise((resolve) => {
  const session = new Session();
  const end = (frames) => { try { session.disconnect(); } catch {} resolve(frames); };
  setTimeout(() => end([]), 1000);
  try {
    session.connectToMainThread();
    const urls = new Map();
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => {
      const frames = params.callFrames.slice(0, 20).map(({ functionName, location }) =>
        (functionName || '(anonymous)') + ' ' + (urls.get(location.scriptId) ?? '').split('/').slice(-3).join('/') + ':' + (location.lineNumber + 1));
      session.post('Debugger.resume', () => end(frames));
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  } catch { end([]); }
});
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== last) { last = now; still = 0; told = false; return; }
  still += workerData.pollMs;
  if (still >= workerData.stallMs && !told) {
    told = true;
    void sample().then((stack) => say({ msg: 'the event loop is stalled', stalledMs: still, stack }));
  }
  if (still >= workerData.stallMs * workerData.endFactor) {
    say({ msg: 'the event loop is still stalled: ending the process', stalledMs: still });
    process.kill(process.pid, 'SIGKILL');
  }
}, workerData.pollMs);
`;

/**
 * Watches the event loop: a stall of LOOP_STALL_MS is logged with a sample of the stack, one of twice that ends the process
 * with SIGKILL, so that whoever supervises it starts a new one instead of sending requests to one that answers nobody.
 */
export function startStallWatchdog(env: Env, logger: Logger): void {
  if (env.LOOP_STALL_MS === 0) return;
  const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(beats);
  setInterval(() => Atomics.add(counter, 0, 1), BEAT_MS).unref();
  const worker = new Worker(SOURCE, {
    eval: true,
    workerData: {
      beats,
      stallMs: env.LOOP_STALL_MS,
      endFactor: END_FACTOR,
      pollMs: POLL_MS,
      level: logger.levels.values['error'],
    },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
  });
  worker.on('error', (error) => logger.warn({ err: error }, 'nobody watches the event loop any more'));
  worker.unref();
}
