import { setTimeout as delay } from 'node:timers/promises';

import { executorsOf, metric, statusOf } from '../support/facts.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';

const CLIENTS = 200;
const LEAVE = 100;
/** What a stopped executor may have been given already: one batch. */
const IN_FLIGHT = 8;

export default {
  ids: ['O6'],
  about: 'half of the clients that wait go away: their requests never run',
  async run(trial) {
    const stand = await trial.stand({
      models: ['hazard-detector'],
      env: { MODEL_MAX_CONCURRENT: '1', MAX_REQUEST_QUEUE_SIZE: String(CLIENTS) },
    });
    const { url, model, picture } = stand;
    await delay(500);
    const before = await metric(url, 'sibyl_batch_size_sum', { model });
    // Stopped until those who leave have left: how many wait does not depend on how fast pictures are looked at.
    const executors = executorsOf(stand.server.pid);
    for (const pid of executors) process.kill(pid, 'SIGSTOP');
    const aborts = [];
    const calls = Array.from({ length: CLIENTS }, (_, index) => {
      const abort = new AbortController();
      if (index >= CLIENTS - LEAVE) aborts.push(abort);
      const form = new FormData();
      form.append(
        'file',
        new Blob([picture.before, Buffer.from(`gone-${index}`.padStart(24, '0')), picture.after]),
        'a.jpg',
      );
      return fetch(`${url}/v1/models/${model}/predict`, {
        method: 'POST',
        body: form,
        signal: abort.signal,
      }).then(
        (response) => response.status,
        () => 'gone',
      );
    });
    await waitFor(async () => (await statusOf(url, model)).waiting >= CLIENTS - IN_FLIGHT, {
      what: 'all of them in the queue',
      intervalMs: 1,
    });
    for (const abort of aborts) abort.abort();
    const left = performance.now();
    await waitFor(async () => (await statusOf(url, model)).waiting <= CLIENTS - LEAVE, {
      what: 'a shorter queue',
      intervalMs: 1,
    });
    const removedMs = Math.round(performance.now() - left);
    for (const pid of executors) process.kill(pid, 'SIGCONT');
    const outcomes = await Promise.all(calls);
    const answered = outcomes.filter((outcome) => outcome === 200).length;
    const ran = (await metric(url, 'sibyl_batch_size_sum', { model })) - before;
    trial.holds('O6', `answered of ${CLIENTS - LEAVE} who stayed`, answered, answered >= CLIENTS - LEAVE);
    trial.holds('O6', `runs for ${answered} answers and ${LEAVE} who left`, ran, ran <= answered + IN_FLIGHT);
    trial.figure('O6', 'removed from the queue within, ms', removedMs, removedMs <= 50);
  },
};
