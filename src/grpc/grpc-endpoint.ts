import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

import { AdminAccess } from '../auth/admin-access.js';
import { Env } from '../config/env.js';
import { ServerReadiness } from '../health/server-readiness.js';
import { Metrics } from '../metrics/metrics.js';
import { ModelProvider } from '../models/model-provider.js';
import { InferService } from '../open-inference/infer.service.js';
import { ModelDescriptions } from '../open-inference/model-descriptions.js';
import { ModelRepository } from '../open-inference/model-repository.js';
import { Allowance } from '../throttling/allowance.js';
import type { GrpcServer } from './grpc-server.js';

/** The second door, open when GRPC_PORT is set. Without it nothing of gRPC is loaded. */
@Injectable()
export class GrpcEndpoint implements OnApplicationBootstrap {
  private readonly logger = new Logger('gRPC');
  private server: GrpcServer | undefined;

  constructor(
    private readonly env: Env,
    private readonly models: ModelProvider,
    private readonly descriptions: ModelDescriptions,
    private readonly inference: InferService,
    private readonly repository: ModelRepository,
    private readonly readiness: ServerReadiness,
    private readonly allowance: Allowance,
    private readonly metrics: Metrics,
  ) {}

  /** @throws Error when the port cannot be had */
  async onApplicationBootstrap(): Promise<void> {
    const { env, models, descriptions, inference, repository, readiness, allowance, metrics } = this;
    if (env.GRPC_PORT === undefined) return;
    const loaded = await import('./grpc-server.js');
    const admins = new AdminAccess(env);
    this.server = new loaded.GrpcServer({
      env,
      models,
      descriptions,
      inference,
      repository,
      readiness,
      admins,
      allowance,
      metrics,
    });
    const port = await this.server.listen(env.HOST, env.GRPC_PORT);
    this.logger.log('gRPC is listening', { address: `${env.HOST}:${port}` });
  }

  /** Closes with the HTTP server, side by side: what either has accepted is finished before a model is unloaded. */
  closeWith(instance: FastifyInstance): void {
    instance.addHook('preClose', (done) => {
      this.server?.beginClose();
      done();
    });
    instance.addHook('onClose', async () => {
      await this.server?.untilClosed();
    });
  }
}
