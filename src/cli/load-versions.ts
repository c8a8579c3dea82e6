import { Logger } from '@nestjs/common';

import type { Env } from '../config/env.js';
import type { LoadReport } from '../inference/executor-process.js';
import { Metrics } from '../metrics/metrics.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { EngineFactory } from '../models/engine.factory.js';

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
    if (spec.ensemble) {
      outcomes.push({ ok: true, report: MADE_OF_OTHERS });
      continue;
    }
    const engine = engines.make(spec, () => {});
    try {
      outcomes.push({ ok: true, report: await engine.start() });
    } catch (error) {
      outcomes.push({ ok: false, reason: (error as Error).message });
    } finally {
      await engine.stop();
    }
  }
  return outcomes;
}
