import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { Logger } from '@nestjs/common';

import type { Env } from '../config/env.js';
import type { LoadReport } from '../inference/executor-process.js';
import type { ModelSpec } from '../inference/model-spec.js';
import { Metrics } from '../metrics/metrics.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { EngineFactory } from '../models/engine.factory.js';
import { withoutZipMaps } from '../models/onnx-edit/edited-copy.js';

/** A version that was started, warmed up and ended again: what it told, or why it failed. */
export type LoadOutcome =
  { readonly ok: true; readonly report: LoadReport } | { readonly ok: false; readonly reason: string };

/** Its members are started by themselves. */
const MADE_OF_OTHERS: LoadReport = { loadMs: 0, warmupMs: 0, rssMb: 0, maxBatch: 1, notes: [] };

/**
 * Starts the versions in executors, one at a time, with the limits that the server would give them.
 *
 * @returns in the order of the versions
 */
export async function loadVersions(versions: readonly DerivedVersion[], env: Env): Promise<LoadOutcome[]> {
  // What the engine logs is told in the result.
  Logger.overrideLogger(false);
  const engines = new EngineFactory(env, new Metrics());
  const outcomes: LoadOutcome[] = [];
  for (const { spec } of versions) {
    outcomes.push(spec.ensemble ? { ok: true, report: MADE_OF_OTHERS } : await load(spec, engines));
  }
  return outcomes;
}

async function load(spec: ModelSpec, engines: EngineFactory): Promise<LoadOutcome> {
  // The server runs a private copy; here only a model that cannot be run as it is gets one.
  const scratch = await mkdtemp(join(tmpdir(), 'sibyl-check-'));
  try {
    const edited = await withoutZipMaps(spec.modelPath, basename(spec.modelPath), scratch);
    const engine = engines.make({ ...spec, modelPath: edited?.path ?? spec.modelPath }, () => {});
    try {
      return { ok: true, report: await engine.start() };
    } finally {
      await engine.stop();
    }
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
