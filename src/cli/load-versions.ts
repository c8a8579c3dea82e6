import type { Env } from '../config/env.js';
import type { LoadReport } from '../inference/executor-process.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { LocalModels } from './local-models.js';

/** A version that was started, warmed up, asked its golden samples and ended again: what it told, or why it failed. */
export type LoadOutcome =
  | { readonly ok: true; readonly report: LoadReport; readonly samples: number }
  | { readonly ok: false; readonly reason: string };

/**
 * Starts the versions in executors, one at a time, with the limits that the server would give them.
 *
 * @param chosen those to start
 * @param all every version that one of them may be made of
 * @returns in the order of `chosen`
 */
export async function loadVersions(
  chosen: readonly DerivedVersion[],
  all: readonly DerivedVersion[],
  env: Env,
): Promise<LoadOutcome[]> {
  const outcomes: LoadOutcome[] = [];
  for (const derived of chosen) {
    const models = new LocalModels(all, env);
    try {
      const { state, reason, load, golden } = (await models.load(derived)).status();
      outcomes.push(
        state === 'ready' && load
          ? { ok: true, report: load, samples: golden?.samples ?? 0 }
          : { ok: false, reason: reason ?? `it is ${state}` },
      );
    } finally {
      await models.stop();
    }
  }
  return outcomes;
}
