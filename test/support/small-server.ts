import { join } from 'node:path';

import sharp from 'sharp';

import { channelMeanClassifier, identityModel } from '../fixtures/onnx-writer.js';
import { makeModelDir, removeModelDir } from './models.js';
import { startServer } from './server.js';
import { createDatabase } from './services/postgres.mjs';
import { startRedis } from './services/redis.mjs';

/** The model that the project ships. */
export const STARTER = join(__dirname, '../../models/hazard-detector');

/** Names the channel with the highest mean; scaled so that a pure colour is sure and a grey is not. */
const COLOURS = `
labels:
  - {name: red, description: Mostly red, severity: high, recommendation: Stop}
  - {name: green}
  - {name: blue}
confidence: {high: 0.9, medium: 0.6, retake_message: Show one colour alone.}
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;

/**
 * A server with three models whose answers are known: `colours` (a classifier that can be computed by hand), `echo` (int64
 * in, the same out) and two versions of the starter model; on a PostgreSQL database and a Redis of its own,
 * since equal models in two suites share their cached answers.
 */
export async function startSmallServer(
  settings: Record<string, string> = {},
): Promise<{ url: string; pid: number; dataDir: string; stop(): Promise<void> }> {
  const modelDir = makeModelDir([
    {
      name: 'colours',
      files: {
        'model.yaml': COLOURS,
        '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
      },
    },
    { name: 'echo', files: { '1/model.onnx': identityModel('int64', ['n']) } },
    {
      name: 'hazard-detector',
      files: {
        'model.yaml': { copyOf: join(STARTER, 'model.yaml') },
        '1/model.onnx': { copyOf: join(STARTER, '1/model.onnx') },
        '2/model.onnx': { copyOf: join(STARTER, '1/model.onnx') },
      },
    },
  ]);
  const database = await createDatabase(process.env['DATABASE_URL'] as string);
  const redis = await startRedis();
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, ...settings };
  const server = await startServer({ modelDir, env });
  await server.waitUntilReady();
  return {
    url: server.url,
    pid: server.pid,
    dataDir: server.dataDir,
    stop: async () => {
      await server.stop();
      await Promise.all([database.drop(), redis.stop()]);
      removeModelDir(modelDir);
    },
  };
}

/** A picture of one colour, 48 x 32. */
export function solid(background: string, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Buffer> {
  return sharp({ create: { width: 48, height: 32, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}
