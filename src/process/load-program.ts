import { openFilesLimit } from '../common/open-files.js';
import { EX_CONFIG } from '../config/exit-code.js';

/** Measured: Node has about 600 modules open at once while it loads the server. */
const ENOUGH_FILES = 1024;

/**
 * Loads the program. With few open files allowed, Node finds modules missing that are there, and says so in many ways: what is to be
 * done about it is the same for all, so the process ends with that. (Newer versions load one module after the other.)
 *
 * @throws what `load` rejects with, where the limit is no reason for it
 */
export async function loadProgram(load: () => Promise<unknown>): Promise<void> {
  // Asked first: it takes a file to ask.
  const limit = openFilesLimit();
  try {
    await load();
  } catch (error) {
    if (limit >= ENOUGH_FILES) throw error;
    process.stderr.write(`${tooFewFiles(limit, error)}\n`);
    process.exit(EX_CONFIG);
  }
}

/**
 * What an operator has to do about a limit that was too low, in one line.
 *
 * @param limit Infinity where it is not known
 */
export function tooFewFiles(limit: number, error: unknown): string {
  const said = String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
  return (
    `The limit of open files is ${limit === Infinity ? 'too low' : limit}, and a start has about 600 open at once: allow ${ENOUGH_FILES} or more ` +
    `(ulimit -n ${ENOUGH_FILES} in a shell, LimitNOFILE=${ENOUGH_FILES} in a systemd unit, ` +
    `--ulimit nofile=${ENOUGH_FILES} for Docker). Node says: ${said}`
  );
}
