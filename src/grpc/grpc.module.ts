import { Module } from '@nestjs/common';

import { HealthModule } from '../health/health.module.js';
import { ModelsModule } from '../models/models.module.js';
import { OpenInferenceModule } from '../open-inference/open-inference.module.js';
import { ThrottlingModule } from '../throttling/throttling.module.js';
import { GrpcEndpoint } from './grpc-endpoint.js';

/** The Open Inference Protocol over gRPC, on a port of its own. */
@Module({
  imports: [ModelsModule, OpenInferenceModule, HealthModule, ThrottlingModule],
  providers: [GrpcEndpoint],
})
export class GrpcModule {}
