import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

import { Env } from '../config/env.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import { CachedCheck } from './cached-check.js';

const HEARTBEAT_MS = 800;
const READY_TTL_MS = 1000;
const READY_TIMEOUT_MS = 1000;
/** While models are loading their heartbeat costs nothing, and the first 200 should not be a second late. */
const NOT_READY_TTL_MS = 100;
const PROBE_TTL_MS = 10_000;
const PROBE_TIMEOUT_MS = 9000;
const SAMPLE_DEADLINE_MS = 4000;

/** Whether the models can answer: by a heartbeat to their processes, not by what we last knew. */
@Injectable()
export class ModelsHealth {
  private started = false;
  private readonly shallow: CachedCheck;
  private readonly deep: CachedCheck;

  constructor(
    private readonly env: Env,
    private readonly models: ModelProvider,
    private readonly indicators: HealthIndicatorService,
  ) {
    const late = (): HealthIndicatorResult => this.indicators.check('models').down('no answer in time');
    this.shallow = new CachedCheck(
      () => this.heartbeat(),
      late,
      READY_TTL_MS,
      READY_TIMEOUT_MS,
      NOT_READY_TTL_MS,
    );
    this.deep = new CachedCheck(() => this.probe(), late, PROBE_TTL_MS, PROBE_TIMEOUT_MS);
  }

  /** True for good once every preloaded model has been tried. */
  get hasStarted(): boolean {
    this.started ||= this.models.hasSettled;
    return this.started;
  }

  ready(): Promise<HealthIndicatorResult> {
    return this.shallow.get();
  }

  /** Runs each ready model on its warm-up input and its golden samples; at most once in 10 s. */
  canary(): Promise<HealthIndicatorResult> {
    return this.deep.get();
  }

  private async heartbeat(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('models');
    if (!this.models.hasScanned) return indicator.down('the model folder is being read');
    const versions = this.models.versions();
    const answers = await Promise.all(versions.map((version) => version.isAlive(HEARTBEAT_MS)));
    const alive = new Set(versions.filter((_, index) => answers[index]));
    const missing = this.models.missing();
    const states = describe(versions, alive, missing);
    // A model that waits for its first request is neither up nor missing.
    const expected = versions.filter(({ spec }) => spec.execution.preload);
    const allUp = missing.length === 0 && expected.every((version) => alive.has(version));
    if (!this.isEnough(expected, alive, missing)) return indicator.down({ versions: states });
    return allUp ? indicator.up({ versions: states }) : indicator.degraded({ versions: states });
  }

  /** READINESS_STRICT. Where no model is declared as required, `all` waits until each has been tried and one is up. */
  private isEnough(
    expected: readonly LoadedVersion[],
    alive: ReadonlySet<LoadedVersion>,
    missing: readonly string[],
  ): boolean {
    const anyUp = expected.length === 0 || expected.some((version) => alive.has(version));
    if (this.env.READINESS_STRICT === 'none') return true;
    if (this.env.READINESS_STRICT === 'any') return anyUp;
    const required = this.models.required();
    if (missing.length > 0 || !required.every((version) => alive.has(version))) return false;
    return required.length > 0 || (this.hasStarted && anyUp);
  }

  private async probe(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('canary');
    const results: Record<string, string> = {};
    let isFine = true;
    for (const version of this.models.versions()) {
      if (version.state === 'unloaded') continue;
      const { name, version: number } = version.spec;
      const { ok, words } = await examine(version);
      isFine &&= ok;
      results[`${name}@${number}`] = words;
    }
    return isFine ? indicator.up({ versions: results }) : indicator.down({ versions: results });
  }
}

/** The warm-up input, then the golden samples; a version that is busy has answered enough. */
async function examine(version: LoadedVersion): Promise<{ ok: boolean; words: string }> {
  const probe = await version.probe();
  if (!probe) return { ok: true, words: 'busy with requests' };
  if (!probe.ok) return { ok: false, words: `wrong: ${probe.reason ?? 'no reason'}` };
  const words = `right in ${Math.round(probe.runMs)} ms`;
  const { ok, samples, passed, failures, reason } = await version.verify(SAMPLE_DEADLINE_MS);
  if (failures.length > 0) return { ok: false, words: `wrong: ${reason}` };
  if (samples === 0) return { ok, words };
  // A sample that found no room under load says nothing against the model.
  return { ok: true, words: `${words}, ${passed} of ${samples} golden samples${ok ? '' : ` (${reason})`}` };
}

/** What the report says of each version, by `name@version`, and of each model without one. */
function describe(
  versions: readonly LoadedVersion[],
  alive: ReadonlySet<LoadedVersion>,
  missing: readonly string[],
): Record<string, string> {
  const states: [string, string][] = versions.map((version) => {
    const state = version.state === 'ready' && !alive.has(version) ? 'not answering' : version.state;
    const { name, version: number } = version.spec;
    return [`${name}@${number}`, version.reason ? `${state}: ${version.reason}` : state];
  });
  for (const name of missing) states.push([name, 'failed: no version of it can be served']);
  return Object.fromEntries(states);
}
