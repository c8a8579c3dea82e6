import { Logger } from '@nestjs/common';

import type { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { composeEngine } from '../models/composition/compose-engine.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { EngineFactory } from '../models/engine.factory.js';
import { LoadedVersion } from '../models/loaded-version.js';
import { findVersion } from './find-version.js';

/** Versions that are run without a server, as it would run them: those that others are made of are loaded with these. */
export class LocalModels {
  private readonly versions: readonly LoadedVersion[];

  /** @param derived with private copies of their files, every version that one of them names included */
  constructor(derived: readonly DerivedVersion[], env: Env) {
    // What the engine logs is told in the result.
    Logger.overrideLogger(false);
    const engines = new EngineFactory(env, new Metrics());
    const find = (model: string, version?: string): LoadedVersion =>
      findVersion(this.versions, model, version);
    this.versions = derived.map(
      (each) =>
        new LoadedVersion(
          each,
          (spec, onCrashLoop, admission) =>
            composeEngine(spec, find, (asked) => engines.make(spec, onCrashLoop, asked), admission),
          () => {},
          () => {},
        ),
    );
  }

  /** Starts a version and its golden samples; its state tells what came of it. */
  async load({ spec: { name, version } }: DerivedVersion): Promise<LoadedVersion> {
    const found = findVersion(this.versions, name, version);
    await found.load();
    return found;
  }

  /** Ends every process. */
  async stop(): Promise<void> {
    await Promise.all(this.versions.map((version) => version.unload(0)));
  }
}
