import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { goldenOf } from './golden.js';
import { predict } from './http.js';
import { makeModelDir, type ModelEntry, removeModelDir } from './models.js';
import { type RunningServer, startServer } from './server.js';

const MODELS = join(__dirname, '../../models');

const entry = (name: string): ModelEntry => ({
  name,
  files: {
    'model.yaml': { copyOf: join(MODELS, name, 'model.yaml') },
    '1/model.onnx': { copyOf: join(MODELS, name, '1/model.onnx') },
    golden: { copyOf: join(MODELS, name, 'golden') },
  },
});

/** A file of a starter model's samples. */
export const sample = (model: string, file: string): Buffer =>
  readFileSync(join(MODELS, model, 'samples', file));

/** What its card says of its samples, by file. */
export const expected = (model: string): any =>
  JSON.parse(sample(model, 'expected.json').toString('utf8')).pictures;

/** Detections from left to right. */
export const byPlace = (a: any, b: any): number => a.box.x - b.box.x;

/** Serves some of the starter models for the tests around, and checks that each has passed its golden samples. */
export function serveStarters(names: readonly string[]) {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(names.map(entry));
    server = await startServer({ modelDir, startLimitMs: 120_000 });
    await server.waitUntilReady(90_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each(names)('%s is ready, and answered its golden samples', async (name) => {
    const { samples, passed, failures } = await goldenOf(server.url, name);
    expect({ passed, failures }).toEqual({ passed: samples, failures: [] });
    expect(samples).toBeGreaterThan(0);
  });

  return {
    url: (): string => server.url,
    ask: (model: string, bytes: Buffer, name = 'sample.jpg') => predict(server.url, model, { bytes, name }),
  };
}
