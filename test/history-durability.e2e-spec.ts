import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { timeOfPredictionId } from '../src/predictions/history/prediction-id.js';
import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { plain } from './support/engine.js';
import { predict, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { query, startPostgres } from './support/services/postgres.mjs';

/** Short forms of D1, D2 and D3; the long ones, with figures, belong to `npm run test:faults`. */
describe('the history of a server under load', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let modelDir: string;
  let dataDir: string;
  let server: RunningServer;

  const start = async () => {
    server = await startServer({ modelDir, dataDir, env: { DATABASE_URL: postgres.url } });
    await server.waitUntilReady();
    await waitFor(async () => (await send(`${server.url}/v1/predictions?limit=1`)).status === 200, {
      what: 'the history',
    });
  };

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: {
          'model.yaml': 'execution: {executors: 1}\n',
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 }),
        },
      },
    ]);
    postgres = await startPostgres();
    // What was acknowledged has to survive.
    await query(postgres.url, 'ALTER DATABASE postgres SET synchronous_commit = on');
  }, 60_000);

  afterAll(async () => {
    await postgres?.stop();
    if (modelDir) removeModelDir(modelDir);
  });

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-durability-'));
    await start();
  });

  afterEach(async () => {
    await server?.kill();
    await query(postgres.url, 'TRUNCATE predictions');
    rmSync(dataDir, { recursive: true, force: true });
  });

  const stored = async (): Promise<string[]> => {
    const { rows } = await query(postgres.url, `SELECT id FROM predictions WHERE status = 'succeeded'`);
    return rows.map(({ id }: { id: string }) => id);
  };

  /** Predictions until `enough`, four at a time. @returns ids of those that were answered; an error of the connection ends it */
  const load = () => {
    const ids: string[] = [];
    const failures: unknown[] = [];
    const end = new AbortController();
    const one = async (first: number) => {
      for (let i = first; !end.signal.aborted; i += 4) {
        try {
          const bytes = await plain(i % 256, (i >> 8) % 256, 7);
          const { status, body } = await predict(server.url, 'colours', { bytes, name: 'a.png' });
          if (status === 200) ids.push(body.prediction_id);
          else failures.push(body);
        } catch {
          return;
        }
      }
    };
    const work = Promise.all([0, 1, 2, 3].map(one));
    return { ids, failures, stop: () => end.abort(), work };
  };

  it('loses nothing and fails nobody while PostgreSQL is frozen', async () => {
    const { ids, failures, stop, work } = load();
    await waitFor(() => ids.length > 20, { what: 'predictions' });
    postgres.freeze();
    try {
      const atFreeze = ids.length;
      const history = await send(`${server.url}/v1/predictions?limit=1`);
      expect([history.status, history.body.error.code]).toEqual([503, 'HISTORY_UNAVAILABLE']);
      // The limit of a query, and what a busy machine adds.
      expect(history.durationMs).toBeLessThan(10_000);
      await waitFor(() => ids.length > atFreeze + 50, { what: 'predictions without a database' });
    } finally {
      postgres.thaw();
    }
    stop();
    await work;
    expect(failures).toEqual([]);
    await waitFor(async () => (await stored()).length >= ids.length, { what: 'the rows', timeoutMs: 30_000 });
    expect((await stored()).toSorted()).toEqual(ids.toSorted());
  }, 60_000);

  it('is complete after SIGTERM', async () => {
    const { ids, work } = load();
    await waitFor(() => ids.length > 60, { what: 'predictions' });
    await server.stop();
    await work;
    const rows = new Set(await stored());
    expect(ids.filter((id) => !rows.has(id))).toEqual([]);
  }, 60_000);

  it('lacks only the last moment after SIGKILL, and doubles nothing', async () => {
    const { ids, work } = load();
    await waitFor(() => ids.length > 60, { what: 'predictions' });
    const killedAt = Date.now();
    await server.kill();
    await work;
    await start();
    const rows = await stored();
    expect(new Set(rows).size).toBe(rows.length);
    const missing = ids.filter((id) => !rows.includes(id));
    // 250 ms to gather rows, 50 ms to write them, and what a busy machine adds.
    expect(missing.filter((id) => timeOfPredictionId(id)!.getTime() < killedAt - 2000)).toEqual([]);
  }, 60_000);
});
