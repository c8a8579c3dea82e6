import { Injectable } from '@nestjs/common';

import { afterRequest } from '../common/request-context.js';
import type { LoadedVersion } from './loaded-version.js';
import { ModelCatalog } from './model-catalog.js';

/** Finds the version of a model that answers, for requests and for models that are made of others. */
@Injectable()
export class VersionFinder {
  constructor(private readonly catalog: ModelCatalog) {}

  /** @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY */
  find(model: string, version?: string): LoadedVersion {
    return this.catalog.resolve(model, version);
  }

  /**
   * As `find`. Inside a request the version is held until the request is over, so that replacing or unloading it meanwhile
   * does not take it away.
   */
  hold(model: string, version?: string): LoadedVersion {
    const found = this.find(model, version);
    const release = found.hold();
    if (!afterRequest(release)) release();
    return found;
  }
}
