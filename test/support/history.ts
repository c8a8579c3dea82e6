import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { Env, loadEnv } from '../../src/config/env.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { HistoryModule } from '../../src/predictions/history/history.module.js';
import { HistoryQueries } from '../../src/predictions/history/history-queries.js';
import { HistoryWriter } from '../../src/predictions/history/history-writer.js';
import { PartitionKeeper } from '../../src/predictions/history/partition-keeper.js';
import { newPredictionId } from '../../src/predictions/history/prediction-id.js';
import type { NewPrediction } from '../../src/predictions/history/prediction-record.js';
import { createDatabase, query } from './services/postgres.mjs';
import { waitFor } from './services/wait-for.mjs';

export interface RunningHistory {
  database: DatabaseService;
  writer: HistoryWriter;
  queries: HistoryQueries;
  keeper: PartitionKeeper;
  /** Records `count` predictions. @returns their ids, oldest first */
  record(count: number, content?: Partial<NewPrediction>): string[];
  /** Until every recorded row has reached the database. */
  written(timeoutMs?: number): Promise<void>;
  /** As Nest stops it. */
  close(): Promise<void>;
}

/** The history alone, in this process, without models and HTTP. Does not wait for the database. */
export async function startHistory(variables: Record<string, string>): Promise<RunningHistory> {
  @Global()
  @Module({ providers: [{ provide: Env, useFactory: () => loadEnv(variables) }], exports: [Env] })
  class Configuration {}

  @Module({ imports: [Configuration, HistoryModule] })
  class Root {}

  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  const writer = app.get(HistoryWriter);
  return {
    database: app.get(DatabaseService),
    writer,
    queries: app.get(HistoryQueries),
    keeper: app.get(PartitionKeeper),
    record: (count, content) =>
      Array.from({ length: count }, () => {
        const prediction = makePrediction(content);
        writer.record(prediction);
        return prediction.id;
      }),
    written: async (timeoutMs = 10_000) => {
      const isDone = () => writer.stats.waiting === 0 && writer.stats.spilledBytes === 0;
      await waitFor(isDone, {
        timeoutMs,
        what: `the history to be written: ${JSON.stringify(writer.stats)}`,
      });
    },
    close: () => app.close(),
  };
}

/** The same, once its database is ready. */
export async function startReadyHistory(variables: Record<string, string>): Promise<RunningHistory> {
  const history = await startHistory(variables);
  try {
    await waitFor(() => history.database.isReady, { what: 'the database', timeoutMs: 30_000 });
    return history;
  } catch (error) {
    await history.close();
    throw error;
  }
}

export function makePrediction(content: Partial<NewPrediction> = {}): NewPrediction {
  return {
    id: newPredictionId(),
    requestId: 'request-1',
    sessionId: null,
    subjectId: null,
    model: 'hazards',
    version: '1',
    digest: 'model-digest',
    task: 'object-detection',
    status: 'succeeded',
    errorCode: null,
    label: 'pothole',
    score: 0.875,
    labels: ['pothole'],
    confidenceStatus: null,
    cached: false,
    result: { detections: [{ label: 'pothole', class_id: 0, score: 0.875 }] },
    inputDigest: 'input-digest',
    inputBytes: 1234,
    timingsMs: { run: 12.5 },
    totalMs: 20.25,
    shadowOf: null,
    storedInput: null,
    resultKey: null,
    ...content,
  };
}

export interface TestDatabase {
  url(): string;
  dataDir(): string;
  /** Starts a history on it and waits until it is ready; it is closed after the test. */
  start(variables?: Record<string, string>): Promise<RunningHistory>;
  /** Rows of a statement, over a connection of its own. */
  ask(statement: string): Promise<Record<string, any>[]>;
  /** Recorded predictions. */
  count(): Promise<number>;
}

/** A new database and data folder for each test of the surrounding `describe`. */
export function useDatabase(): TestDatabase {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let dataDir: string;
  const running: RunningHistory[] = [];
  const ask = async (statement: string) => (await query(database.url, statement)).rows;

  beforeEach(async () => {
    database = await createDatabase(process.env.DATABASE_URL!);
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-history-'));
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((history) => history.close()));
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    url: () => database.url,
    dataDir: () => dataDir,
    start: async (variables = {}) => {
      const history = await startReadyHistory({
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        ...variables,
      });
      running.push(history);
      return history;
    },
    ask,
    count: async () => (await ask('SELECT count(*)::int AS count FROM predictions'))[0]?.count as number,
  };
}
