import { Injectable } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import type { LoadedVersion } from './loaded-version.js';
import type { DeclaredRouting } from './routing/declared-routing.js';

/** One model with the versions that are served. */
export interface CatalogModel {
  readonly name: string;
  /** Lowest first, by number. */
  readonly versions: readonly LoadedVersion[];
  /** Versions on disk that cannot be served, with the reason. */
  readonly faults: readonly VersionFault[];
  /** Whether the manifest says that the server is ready only with this model. */
  readonly isRequired: boolean;
  /** Why what lies in the folder now was not taken over; null when the folder is what is served. */
  readonly refusal: Refusal | null;
  /** What the manifest says about aliases, traffic and shadow; holds until somebody changes it. */
  readonly routing: DeclaredRouting;
}

export interface VersionFault {
  /** null when it is not known which. */
  readonly version: string | null;
  readonly reason: string;
  /** Whether it lies in the machine and not in the files: a full disk, a permission. */
  readonly mayPass?: boolean;
}

export interface Refusal {
  readonly reason: string;
  readonly mayPass?: boolean;
  readonly at: Date;
}

/** The models by name, and the rules for finding one. */
@Injectable()
export class ModelCatalog {
  private readonly models = new Map<string, CatalogModel>();

  put(model: CatalogModel): void {
    this.models.set(model.name, model);
  }

  remove(name: string): void {
    this.models.delete(name);
  }

  find(name: string): CatalogModel | undefined {
    return this.models.get(name);
  }

  all(): CatalogModel[] {
    return [...this.models.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Names of models of which something could not be made, or not taken over, for a reason that may pass. */
  worthAnotherTry(): string[] {
    return this.all()
      .filter(({ faults, refusal }) => refusal?.mayPass || faults.some(({ mayPass }) => mayPass))
      .map(({ name }) => name);
  }

  versions(): LoadedVersion[] {
    return this.all().flatMap(({ versions }) => versions);
  }

  /** @throws AppError MODEL_NOT_FOUND naming the models that there are */
  get(name: string): CatalogModel {
    const model = this.models.get(name);
    if (!model)
      throw new AppError('MODEL_NOT_FOUND', { model: name, available: this.all().map((each) => each.name) });
    return model;
  }

  /**
   * The version of a model, the newest served one by default: a ready one before a newer one that is not. One that an
   * operator unloaded is not handed out.
   *
   * @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY (nothing of the model can be served)
   */
  resolve(name: string, version?: string): LoadedVersion {
    const model = this.get(name);
    if (version !== undefined) {
      const found = model.versions.find((each) => each.spec.version === version);
      if (found) return found.assertServed();
      const fault = model.faults.find((each) => each.version === version);
      if (fault) throw notReady(name, version, fault.reason);
      const available = model.versions.map((each) => each.spec.version);
      throw new AppError('VERSION_NOT_FOUND', { model: name, version, available });
    }
    const newest =
      model.versions.findLast((each) => each.state === 'ready' && !each.isParked) ??
      model.versions.findLast((each) => !each.isParked) ??
      model.versions.at(-1);
    if (newest) return newest.assertServed();
    const fault = model.faults.at(-1);
    throw notReady(name, fault?.version ?? '-', fault?.reason ?? 'it has no version');
  }
}

function notReady(model: string, version: string, reason: string): AppError {
  return new AppError(
    'MODEL_NOT_READY',
    { model, version, state: 'failed', reason },
    { retryAfterSeconds: 30 },
  );
}
