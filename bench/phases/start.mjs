import { statSync } from 'node:fs';

import { memoryMb, serverProcesses } from '../process-facts.mjs';
import { round } from '../statistics.mjs';

/** From the start of the process until it listens and until it is ready: with a new embedded database, then with its own. */
export async function measureStart({ server, say }) {
  const first = rounded(await server.start());
  say(`first start: ${JSON.stringify(first)}`);
  await server.stop();
  const later = rounded(await server.start());
  say(`later start: ${JSON.stringify(later)}`);
  return { first, later };
}

/** Memory of each kind of process; an executor's beside the size of its model. */
export function measureMemory({ server, model, say }) {
  const groups = serverProcesses(server.pid);
  const result = { modelMb: round(statSync(model.spec.modelPath).size / 1048576, 1) };
  for (const [name, pids] of Object.entries(groups)) result[name] = pids.map(memoryMb);
  say(`memory: ${JSON.stringify(result)}`);
  return result;
}

function rounded({ listeningMs, readyMs }) {
  return { listeningMs: Math.round(listeningMs), readyMs: Math.round(readyMs) };
}
