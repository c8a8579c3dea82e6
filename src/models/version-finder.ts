import { Injectable } from '@nestjs/common';

import { afterRequest } from '../common/request-context.js';
import type { LoadedVersion } from './loaded-version.js';
import { ModelCatalog } from './model-catalog.js';
import { RoutingTable } from './routing/routing-table.js';

/** Finds the version of a model that answers, for requests and for models that are made of others. */
@Injectable()
export class VersionFinder {
  constructor(
    private readonly catalog: ModelCatalog,
    private readonly routing: RoutingTable,
  ) {}

  /**
   * The version that is named by number or alias, or the one that the model's routing gives the request in progress.
   *
   * @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY
   */
  find(model: string, version?: string): LoadedVersion {
    return this.catalog.resolve(model, this.routing.pick(this.catalog.get(model), version));
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
