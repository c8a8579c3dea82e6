import { executorsOf, statusOf } from '../support/facts.mjs';
import { isFailed, isShed } from '../support/timeline.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';

const DEADLINE_MS = 1000;
const GRACE_MS = 500;

export default {
  ids: ['O7'],
  about: 'runs that never end, 20 of them, beside ordinary load of another model',
  async run(trial) {
    const stand = await trial.stand({
      models: ['colours', 'loops'],
      env: { KILL_GRACE_MS: String(GRACE_MS) },
    });
    const { pid } = stand.server;
    const repeats = trial.isSmoke ? 2 : 20;
    const outcomes = [];
    let isOver = false;
    const hangs = async () => {
      for (let turn = 0; turn < repeats; turn += 1) outcomes.push(await hang(stand));
      isOver = true;
    };
    let hanging;
    const load = await trial.load(stand, {
      seconds: repeats * 4,
      perSecond: 30,
      mix: { predict: 70, cached: 30 },
      script: [[0.02, 'the first of the runs that hang', () => (hanging = hangs())]],
    });
    await hanging;
    trial.holds('O7', 'hung runs', outcomes.length, isOver);
    const wrong = outcomes.filter(({ status, code }) => status !== 504 || code !== 'INFERENCE_TIMEOUT');
    trial.holds(
      'O7',
      'hung runs not answered 504 INFERENCE_TIMEOUT',
      JSON.stringify(wrong),
      wrong.length === 0,
    );
    const slowest = Math.round(Math.max(...outcomes.map(({ replacedMs }) => replacedMs)));
    trial.figure('O7', 'slowest replacement after the kill, ms', slowest, slowest <= 2000);
    const bad = load.records.filter((record) => isFailed(record) || isShed(record));
    trial.holds('O7', 'requests of the other model without an answer', bad.length, bad.length === 0);
    trial.holds('O7', 'the server is the same process', stand.server.pid === pid, stand.server.pid === pid);
  },
};

/** One run that never ends. @returns its answer, and how long after its end until the model has a process again */
async function hang(stand) {
  const response = await fetch(`${stand.url}/v1/models/loops/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-timeout-ms': String(DEADLINE_MS) },
    body: JSON.stringify({ inputs: [{ name: 'x', shape: [1], data: [5] }] }),
  });
  const { error } = await response.json();
  const killed = performance.now() + GRACE_MS;
  await waitFor(
    async () => {
      const { executors } = await statusOf(stand.url, 'loops');
      return executors.length > 0 && executors.every(({ state }) => state === 'idle');
    },
    { timeoutMs: 30_000, what: 'a process that is idle' },
  );
  const replacedMs = Math.max(0, performance.now() - killed);
  await waitFor(() => executorsOf(stand.server.pid).length > 0, { what: 'executors' });
  return { status: response.status, code: error?.code, replacedMs };
}
