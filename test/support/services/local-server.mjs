import { GuardedProcess } from './guarded-process.mjs';
import { descendantsOf, isAlive } from './process-table.mjs';
import { waitFor } from './wait-for.mjs';

/**
 * A throw-away server for faults: it can be killed, frozen and started again under the same address.
 *
 * @typedef {object} LocalServer
 * @property {string} url with a password
 * @property {number} pid of the server itself, the newest one
 * @property {() => Promise<void>} stop ends it for good and removes its files
 * @property {() => Promise<void>} kill SIGKILL; returns when it and its children are gone
 * @property {() => void} freeze SIGSTOP to it and its children: connections stay open, nothing answers
 * @property {() => void} thaw SIGCONT
 * @property {() => Promise<void>} restart starts it after `kill`, on the same port; returns when it answers
 */
/**
 * @typedef {object} Recipe
 * @property {string} name
 * @property {string} url
 * @property {string} command
 * @property {string[]} args
 * @property {import('./guarded-process.mjs').ProgramOptions} options
 * @property {import('./guarded-process.mjs').GuardOptions} guard
 * @property {() => Promise<unknown>} ask settles when the server answers a query
 */

const START_LIMIT_MS = 30_000;

/** @param {Recipe} recipe @returns {Promise<LocalServer>} a server that has answered a query */
export async function startLocalServer(recipe) {
  const guarded = new GuardedProcess(recipe.guard);
  const start = async () => {
    await guarded.start(recipe.command, recipe.args, recipe.options);
    const ended = guarded.exited.then(() => {
      throw new Error(`${recipe.name} ended at its start:\n${guarded.output().slice(-2000)}`);
    });
    const answers = waitFor(() => recipe.ask().then(() => true), {
      timeoutMs: START_LIMIT_MS,
      what: `${recipe.name} to answer`,
    });
    answers.catch(() => {});
    ended.catch(() => {});
    await Promise.race([answers, ended]);
  };
  const tree = () => [guarded.pid, ...descendantsOf(guarded.pid)];
  const signalTree = (/** @type {NodeJS.Signals} */ signal) => {
    for (const pid of tree()) process.kill(pid, signal);
  };
  try {
    await start();
  } catch (error) {
    await guarded.end();
    throw error;
  }
  return {
    url: recipe.url,
    get pid() {
      return guarded.pid;
    },
    stop: () => guarded.end(),
    kill: async () => {
      const pids = tree();
      guarded.signal('SIGKILL');
      await guarded.exited;
      await waitFor(() => !pids.some(isAlive), { what: `the end of ${recipe.name}` });
    },
    freeze: () => signalTree('SIGSTOP'),
    thaw: () => signalTree('SIGCONT'),
    restart: start,
  };
}
