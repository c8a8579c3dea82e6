import { Module } from '@nestjs/common';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { CachedAnswersController } from './cached-answers.controller.js';
import { EngineFactory } from './engine.factory.js';
import { ModelAdminController } from './model-admin.controller.js';
import { ModelBuilder } from './model-builder.js';
import { ModelCatalog } from './model-catalog.js';
import { ModelProvider } from './model-provider.js';
import { ManifestSchemaController } from './manifest-schema.controller.js';
import { ModelTakeover } from './model-takeover.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';
import { RoutingAdminController } from './routing/routing-admin.controller.js';
import { RoutingController } from './routing/routing.controller.js';
import { RoutingService } from './routing/routing.service.js';
import { RoutingStore } from './routing/routing-store.js';
import { RoutingSync } from './routing/routing-sync.js';
import { RoutingTable } from './routing/routing-table.js';
import { RoutingView } from './routing/routing-view.js';
import { VersionComparisons } from './routing/version-comparisons.js';
import { VersionGuard } from './routing/version-guard.js';
import { SamplesController } from './samples/samples.controller.js';
import { VersionFinder } from './version-finder.js';
import { VersionReporter } from './version-reporter.js';

/** The only module that lists ModelProvider: a second host would be a second set of executors. */
@Module({
  imports: [PredictionCacheModule],
  controllers: [
    CachedAnswersController,
    ModelsController,
    ModelAdminController,
    ManifestSchemaController,
    SamplesController,
    RoutingController,
    RoutingAdminController,
  ],
  providers: [
    EngineFactory,
    ModelBuilder,
    ModelCatalog,
    ModelProvider,
    ModelTakeover,
    ModelsService,
    RoutingService,
    RoutingStore,
    RoutingSync,
    RoutingTable,
    RoutingView,
    VersionComparisons,
    VersionGuard,
    VersionFinder,
    VersionReporter,
  ],
  exports: [ModelProvider, VersionComparisons],
})
export class ModelsModule {}
