import { isAnswered, isFailed, isShed, summary } from '../support/timeline.mjs';

export default {
  ids: ['O12'],
  about: 'interactive predictions while batches of a hundred pictures are worked off',
  async run(trial) {
    const stand = await trial.stand({ models: ['hazard-detector'], env: { MODEL_MAX_CONCURRENT: '2' } });
    const mix = { predict: 1 };
    const calm = await trial.load(stand, { perSecond: 6, mix });
    const end = new AbortController();
    const batches = [0, 1, 2].map(async (lane) => {
      const statuses = [];
      for (let turn = 0; !end.signal.aborted; turn += 1) statuses.push(await batch(stand, `${lane}-${turn}`));
      return statuses;
    });
    const busy = await trial.load(stand, { perSecond: 6, mix });
    end.abort();
    const statuses = (await Promise.all(batches)).flat();
    trial.holds(
      'O12',
      'batches answered meanwhile',
      `${statuses.length}, of them not 200: ${statuses.filter((s) => s !== 200).length}`,
      statuses.length > 0,
    );
    const bad = busy.records.filter((record) => isFailed(record) || isShed(record));
    trial.figure('O12', 'interactive requests without an answer', bad.length, bad.length === 0);
    const ratio = (p95(busy) / p95(calm)).toFixed(2);
    trial.figure('O12', 'interactive P95 beside the batches, as a multiple', ratio, Number(ratio) <= 2);
  },
};

function p95({ records }) {
  return summary(records.filter(isAnswered)).p95;
}

async function batch({ url, model, picture }, name) {
  const form = new FormData();
  for (let index = 0; index < 100; index += 1) {
    const slot = Buffer.from(`${name}-${index}-${Date.now() % 1e6}`.padStart(24, '0').slice(-24));
    form.append('file', new Blob([picture.before, slot, picture.after], { type: 'image/jpeg' }), 'a.jpg');
  }
  const response = await fetch(`${url}/v1/models/${model}/predict/batch`, { method: 'POST', body: form });
  await response.arrayBuffer();
  return response.status;
}
