import { readdirSync, readFileSync } from 'node:fs';

import { descendantsOf } from '../../support/services/process-table.mjs';

/** Sum of the samples of a metric whose labels include the given ones. */
export async function metric(url, name, labels = {}) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** The only version of a model, as `GET /v1/models/{model}/status` tells. */
export async function statusOf(url, model) {
  const { versions } = await (await fetch(`${url}/v1/models/${model}/status`)).json();
  return versions[0];
}

/** Executor processes of a server, from the process table. */
export function executorsOf(pid) {
  return descendantsOf(pid).filter((child) => commandLine(child).startsWith('sibyl-executor'));
}

/** Resident memory in MB, open file descriptors, CPU time in ms. */
export function processFacts(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    rssMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    cpuMs: cpuMs(pid),
  };
}

/** Of all threads; the scheduler counts it in nanoseconds. */
function cpuMs(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    try {
      return sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    } catch {
      // It has just ended.
      return sum;
    }
  }, 0);
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
