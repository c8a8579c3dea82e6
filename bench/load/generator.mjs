import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/**
 * Runs one load job in a process of its own.
 *
 * @param {() => void} [onStart] called when the measured time begins
 * @param {() => void} [onEnd] called when it ends in a closed loop; what is still under way is answered after it
 */
export function generateLoad(job, onStart, onEnd) {
  const worker = fork(WORKER, [], { serialization: 'advanced', execArgv: [] });
  return new Promise((resolve, reject) => {
    worker.once('exit', () => reject(new Error('the load generator ended; its reason is above')));
    worker.on('message', (message) => {
      if (message.type === 'started') onStart?.();
      else if (message.type === 'ended') onEnd?.();
      else {
        worker.disconnect();
        resolve(message);
      }
    });
    worker.send(job);
  });
}
