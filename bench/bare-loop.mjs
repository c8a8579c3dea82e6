import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { compiled } from './model.mjs';

const WORKER = fileURLToPath(new URL('bare-worker.mjs', import.meta.url));

/** As many processes as there are cores that do nothing but detect, with the environment of an executor. */
export class BareLoop {
  #workers = [];

  async start({ dist, spec, limits, picture }) {
    const { executorEnvironment } = await compiled(dist, 'config/executor-environment.js');
    this.#workers = Array.from({ length: availableParallelism() }, () =>
      fork(WORKER, [], { serialization: 'advanced', env: executorEnvironment(), execArgv: [] }),
    );
    await this.#ask({ type: 'load', dist, spec, limits, picture }, 'loaded');
  }

  /** Detections a second of all processes together, CPU time of one detection, and where it goes. */
  async measure(seconds) {
    const parts = await this.#ask({ type: 'measure', seconds }, 'measured');
    const count = sum(parts, 'count');
    const stages = {};
    for (const stage of Object.keys(parts[0].stages)) {
      stages[stage] = parts.reduce((total, part) => total + part.stages[stage], 0) / parts.length;
    }
    return {
      perSecond: parts.reduce((total, part) => total + part.count / part.elapsedSeconds, 0),
      cpuSeconds: sum(parts, 'cpuSeconds'),
      cpuMs: (1000 * sum(parts, 'cpuSeconds')) / count,
      stagesMs: stages,
    };
  }

  stop() {
    for (const worker of this.#workers) worker.kill('SIGKILL');
  }

  #ask(message, answerType) {
    const answers = this.#workers.map(
      (worker) =>
        new Promise((resolve, reject) => {
          const fail = () => reject(new Error('a process of the bare loop ended; its reason is above'));
          worker.once('exit', fail);
          worker.once('message', (answer) => {
            worker.off('exit', fail);
            if (answer.type === answerType) resolve(answer);
            else reject(new Error(`the bare loop answered ${answer.type}`));
          });
          worker.send(message);
        }),
    );
    return Promise.all(answers);
  }
}

function sum(parts, name) {
  return parts.reduce((total, part) => total + part[name], 0);
}
