import { resolve } from 'node:path';

import { Injectable, Logger } from '@nestjs/common';

import { canonicalJson } from '../common/canonical-json.js';
import { Env } from '../config/env.js';
import { orderedScan } from './composition/build-order.js';
import { composeEngine } from './composition/compose-engine.js';
import { prepareEnsemble } from './composition/prepare-ensemble.js';
import type { DerivedVersion } from './derive/derived-version.js';
import { prepareVersion } from './derive/prepare-version.js';
import { EngineFactory } from './engine.factory.js';
import { readGoldenSet } from './golden/read-golden.js';
import { LoadedVersion } from './loaded-version.js';
import type { CatalogModel, VersionFault } from './model-catalog.js';
import type { ModelFolder, RepositoryScan, SkippedPath, VersionFile } from './repository/model-folder.js';
import { scanRepository } from './repository/scan-repository.js';
import { declaredRouting, NOTHING_DECLARED } from './routing/declared-routing.js';
import { RoutingTable } from './routing/routing-table.js';
import { ModelSnapshots } from './snapshot/model-snapshots.js';
import { mayPass, reasonOf } from './system-fault.js';
import { VersionFinder } from './version-finder.js';
import { VersionReporter } from './version-reporter.js';

/** Makes models of what lies in MODEL_DIR: everything is read and checked, nothing is started. */
@Injectable()
export class ModelBuilder {
  private readonly logger = new Logger('Models');
  private readonly snapshots: ModelSnapshots;

  constructor(
    private readonly env: Env,
    private readonly engines: EngineFactory,
    private readonly reporter: VersionReporter,
    private readonly routing: RoutingTable,
    private readonly finder: VersionFinder,
  ) {
    this.snapshots = new ModelSnapshots(resolve(env.DATA_DIR, 'models'));
  }

  /** What lies in MODEL_DIR; a model that is made of others comes after them, and one that is made of itself is skipped. */
  async scan(): Promise<RepositoryScan> {
    return orderedScan(
      await scanRepository(resolve(this.env.MODEL_DIR), (name) => this.routing.namedVersions(name)),
    );
  }

  /**
   * @param previous what is served of the model now: a version of which nothing has changed is taken over as it is
   */
  async build(folder: ModelFolder, previous?: CatalogModel): Promise<CatalogModel> {
    const versions: LoadedVersion[] = [];
    const faults: VersionFault[] = [];
    for (const file of folder.versions) {
      try {
        const derived = await this.prepare(folder, file);
        versions.push(unchanged(derived, previous) ?? this.load(derived));
      } catch (error) {
        const reason = reasonOf(error);
        faults.push({ version: file.version, reason, mayPass: mayPass(error) });
        this.logger.error('model cannot be served', { model: folder.name, version: file.version, reason });
      }
    }
    const isRequired = folder.manifest.execution?.required ?? false;
    return {
      name: folder.name,
      versions,
      faults,
      isRequired,
      refusal: null,
      routing: declaredRouting(folder.manifest.versions),
    };
  }

  /** Removes the private copies of model files that are served no more. */
  async forgetOldCopies(used: readonly LoadedVersion[]): Promise<void> {
    await this.snapshots.prune(new Set(used.map(({ spec }) => spec.digest)));
  }

  private async prepare(folder: ModelFolder, file: VersionFile): Promise<DerivedVersion> {
    const { defaults } = this.engines;
    const { ensemble } = folder.manifest;
    if (ensemble === undefined) return prepareVersion(folder, file, defaults, this.snapshots);
    const find = this.finder.find.bind(this.finder);
    const derived = prepareEnsemble(folder, ensemble, file, find, defaults);
    return { ...derived, golden: await readGoldenSet(file, derived.spec) };
  }

  private load(derived: DerivedVersion): LoadedVersion {
    const find = this.finder.hold.bind(this.finder);
    return new LoadedVersion(
      derived,
      (spec, onCrashLoop, admission) =>
        composeEngine(spec, find, (asked) => this.engines.make(spec, onCrashLoop, asked), admission),
      (version) => this.reporter.report(version),
      (version, report) => this.reporter.reportGolden(version, report),
    );
  }
}

/** Models whose only fault is a broken manifest or file: known by name, so that their requests say why they are not served. */
export function brokenModels(skipped: readonly SkippedPath[], known: ReadonlySet<string>): CatalogModel[] {
  const models = new Map<string, CatalogModel>();
  for (const { path, reason } of skipped) {
    const name = (path.split('/')[0] ?? '').replace(/\.(onnx|ya?ml)$/, '');
    if (name === '' || name === '.' || known.has(name) || models.has(name)) continue;
    models.set(name, {
      name,
      versions: [],
      faults: [{ version: null, reason }],
      isRequired: false,
      refusal: null,
      routing: NOTHING_DECLARED,
    });
  }
  return [...models.values()];
}

/** A failed version is made anew: what it lacked may be there now. */
function unchanged(derived: DerivedVersion, previous?: CatalogModel): LoadedVersion | undefined {
  const same = previous?.versions.find(({ spec }) => spec.version === derived.spec.version);
  if (!same || same.state === 'failed') return undefined;
  return canonicalJson(same.derived) === canonicalJson(derived) ? same : undefined;
}
