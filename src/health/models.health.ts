import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

import { Env } from '../config/env.js';
import { ModelProvider } from '../models/model-provider.js';
import { CachedCheck } from './cached-check.js';

const HEARTBEAT_MS = 800;
const PROBE_TTL_MS = 10_000;
const PROBE_TIMEOUT_MS = 9000;

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
    this.shallow = new CachedCheck(() => this.heartbeat(), late);
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

  /** Runs each ready model on its warm-up input and compares with the answer at load; at most once in 10 s. */
  canary(): Promise<HealthIndicatorResult> {
    return this.deep.get();
  }

  private async heartbeat(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('models');
    if (!this.hasStarted) return indicator.down('models are being loaded');
    const versions = this.models.versions();
    const alive = await Promise.all(versions.map((version) => version.isAlive(HEARTBEAT_MS)));
    const states: Record<string, string> = {};
    for (const [index, version] of versions.entries()) {
      const { name, version: number } = version.spec;
      const state = version.state === 'ready' && !alive[index] ? 'not answering' : version.state;
      states[`${name}@${number}`] = version.reason ? `${state}: ${version.reason}` : state;
    }
    const isUp = (version: (typeof versions)[number]): boolean => alive[versions.indexOf(version)] === true;
    // A model that waits for its first request is neither up nor missing.
    const expected = versions.filter(({ spec }) => spec.execution.preload);
    const anyUp = expected.length === 0 || expected.some(isUp);
    const requiredUp = this.models.required().every(isUp);
    if (this.env.READINESS_STRICT !== 'none' && !anyUp) return indicator.down({ versions: states });
    if (this.env.READINESS_STRICT === 'all' && !requiredUp) return indicator.down({ versions: states });
    return expected.every(isUp)
      ? indicator.up({ versions: states })
      : indicator.degraded({ versions: states });
  }

  private async probe(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('canary');
    const results: Record<string, string> = {};
    let isFine = true;
    for (const version of this.models.versions()) {
      if (version.state === 'unloaded') continue;
      const report = await version.probe();
      const { name, version: number } = version.spec;
      isFine &&= report?.ok !== false;
      results[`${name}@${number}`] = !report
        ? 'busy with requests'
        : report.ok
          ? `right in ${Math.round(report.runMs)} ms`
          : `wrong: ${report.reason ?? 'no reason'}`;
    }
    return isFine ? indicator.up({ versions: results }) : indicator.down({ versions: results });
  }
}
