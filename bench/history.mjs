/**
 * `npm run bench:history -- [--rows 1000000] [--seconds 60]`: what the history promises, measured on a PostgreSQL of its own: pages of a
 * table with many rows (D7), writing at 2,000 rows a second (D4), dropping a month (D8). Uses the compiled code.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { Env, loadEnv } from '../dist/src/config/env.js';
import { DatabaseService } from '../dist/src/database/database.service.js';
import { HistoryModule } from '../dist/src/predictions/history/history.module.js';
import { HistoryQueries } from '../dist/src/predictions/history/history-queries.js';
import { HistoryWriter } from '../dist/src/predictions/history/history-writer.js';
import {
  dropPartition,
  ensurePartitions,
  listPartitions,
} from '../dist/src/predictions/history/month-partitions.js';
import { newPredictionId } from '../dist/src/predictions/history/prediction-id.js';
import { PredictionSink } from '../dist/src/predictions/history/prediction-sink.js';
import { query, startPostgres } from '../test/support/services/postgres.mjs';
import { seedPredictions } from '../test/support/services/seed-predictions.mjs';
import { percentiles, round } from './statistics.mjs';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '60' } },
});
const ROWS = Number(values.rows);
const SECONDS = Number(values.seconds);
const PAGE = 50;
const PAGES = 1000;
const MONTH_ROWS = 300_000;
const RATE = 2000;

const server = await startPostgres();
const dataDir = mkdtempSync(join(tmpdir(), 'sibyl-bench-history-'));
try {
  const app = await start({ DATABASE_URL: server.url, DATA_DIR: dataDir });
  console.log(JSON.stringify({ d7: await pages(app) }, null, 2));
  console.log(JSON.stringify({ d8: await month(app) }, null, 2));
  await app.close();
  const narrow = { DATABASE_POOL_SIZE: '1', DATABASE_POOL_OVERFLOW: '1' };
  const writing = await start({ DATABASE_URL: server.url, DATA_DIR: dataDir, ...narrow });
  console.log(JSON.stringify({ d4: await write(writing) }, null, 2));
  await writing.close();
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** The history alone, without models and HTTP. */
async function start(variables) {
  // oxlint-disable-next-line no-extraneous-class -- a module of Nest is a class
  class Configuration {}
  Global()(Configuration);
  Module({ providers: [{ provide: Env, useFactory: () => loadEnv(variables) }], exports: [Env] })(
    Configuration,
  );
  // oxlint-disable-next-line no-extraneous-class
  class Root {}
  Module({ imports: [Configuration, HistoryModule] })(Root);
  const app = await NestFactory.createApplicationContext(Root, { logger: false });
  const database = app.get(DatabaseService);
  while (!database.isReady) await delay(50);
  return app;
}

/** Walks to a late page while rows come in, and times the first and the last of the walk. */
async function pages(app) {
  const queries = app.get(HistoryQueries);
  const lastAt = Date.now() - 60_000;
  for (let left = ROWS; left > 0; left -= 250_000) {
    const count = Math.min(left, 250_000);
    await seedPredictions(server.url, { count, lastAt: lastAt - (ROWS - left), model: `m${left}` });
  }
  await query(server.url, 'VACUUM ANALYZE predictions');
  const first = await times(100, () => queries.find({}, { limit: PAGE }));
  const writer = app.get(HistoryWriter);
  const adding = setInterval(() => record(writer, 10), 100);
  const seen = new Set();
  const late = [];
  let cursor;
  let repeated = 0;
  let outOfOrder = 0;
  let previous = 'g';
  for (let page = 1; page <= PAGES; page++) {
    const startedAt = performance.now();
    const { items, nextCursor } = await queries.find({}, { limit: PAGE, ...(cursor ? { cursor } : {}) });
    if (page > PAGES - 100) late.push(performance.now() - startedAt);
    for (const { id } of items) {
      if (seen.has(id)) repeated++;
      if (id >= previous) outOfOrder++;
      seen.add(id);
      previous = id;
    }
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  clearInterval(adding);
  const oldest = [...seen].at(-1);
  const { rows } = await query(
    server.url,
    `SELECT count(*)::int AS count FROM predictions WHERE id >= '${oldest}' AND request_id LIKE 'request-%'`,
  );
  const seeded = [...seen].filter((id) => id.includes('-7000-8000-')).length;
  return {
    rows: ROWS,
    first: percentiles(first),
    late: percentiles(late),
    repeated,
    outOfOrder,
    skipped: rows[0].count - seeded,
  };
}

/** Drops a month of rows while others are written. */
async function month(app) {
  const database = app.get(DatabaseService);
  await database.write((manager) => ensurePartitions(manager, new Date('2020-01-10T00:00:00Z')));
  await seedPredictions(server.url, { count: MONTH_ROWS, lastAt: Date.parse('2020-01-20T00:00:00Z') });
  const [partition] = await database.read(listPartitions);
  const writer = app.get(HistoryWriter);
  const sink = app.get(PredictionSink);
  const waits = watch(sink);
  const adding = setInterval(() => record(writer, 20), 10);
  await delay(1000);
  const startedAt = performance.now();
  await database.write((manager) => dropPartition(manager, partition));
  const dropMs = round(performance.now() - startedAt);
  await delay(500);
  clearInterval(adding);
  return { partition: partition.name, rows: MONTH_ROWS, dropMs, inserts: percentiles(waits) };
}

/** Writes at a rate, over two connections. */
async function write(app) {
  const writer = app.get(HistoryWriter);
  const flushes = watch(app.get(PredictionSink));
  const startedAt = performance.now();
  let sent = 0;
  let most = 0;
  while (performance.now() - startedAt < SECONDS * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * RATE);
    record(writer, due - sent);
    sent = due;
    most = Math.max(most, app.get(DatabaseService).pool.total);
    await delay(10);
  }
  const { waiting } = writer.stats;
  while (writer.stats.waiting > 0) await delay(20);
  const { written, spilled, dropped } = writer.stats;
  return {
    seconds: SECONDS,
    sent,
    written,
    spilled,
    dropped,
    waitingAtTheEnd: waiting,
    connections: most,
    flushMs: percentiles(flushes),
  };
}

/** Times every statement of the writer from now on. */
function watch(sink) {
  const list = [];
  const insert = sink.insert.bind(sink);
  sink.insert = async (lines) => {
    const startedAt = performance.now();
    await insert(lines);
    list.push(performance.now() - startedAt);
  };
  return list;
}

async function times(count, work) {
  const list = [];
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    await work();
    list.push(performance.now() - startedAt);
  }
  return list;
}

function record(writer, count) {
  for (let i = 0; i < count; i++) {
    writer.record({
      id: newPredictionId(),
      requestId: 'bench',
      sessionId: null,
      model: 'hazards',
      version: '1',
      digest: 'model-digest',
      task: 'object-detection',
      status: 'succeeded',
      errorCode: null,
      label: 'pothole',
      score: 0.875,
      labels: ['pothole'],
      confidenceStatus: 'HIGH',
      cached: false,
      result: {
        detections: [
          { label: 'pothole', class_id: 0, score: 0.875, box: { x: 1, y: 2, width: 3, height: 4 } },
        ],
      },
      inputDigest: 'input-digest',
      inputBytes: 1234,
      timingsMs: { queue: 0, decode: 3, preprocess: 1, run: 12.5, postprocess: 1, total: 18 },
      totalMs: 18,
      shadowOf: null,
      storedInput: null,
      resultKey: null,
    });
  }
}
