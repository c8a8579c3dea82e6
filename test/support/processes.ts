import { descendantsOf, isAlive } from './services/process-table.mjs';
import { waitFor } from './services/wait-for.mjs';

export { descendantsOf, isAlive };

/** Resolves when none of the processes runs any more. */
export async function waitUntilGone(pids: number[], timeoutMs = 5000): Promise<void> {
  await waitFor(() => !pids.some(isAlive), { timeoutMs, what: `the end of processes ${pids.join(', ')}` });
}
