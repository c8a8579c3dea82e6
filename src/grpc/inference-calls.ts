import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import type { AdminAccess } from '../auth/admin-access.js';
import { AppError } from '../common/errors.js';
import type { ServerReadiness } from '../health/server-readiness.js';
import type { ModelProvider } from '../models/model-provider.js';
import type { InferService } from '../open-inference/infer.service.js';
import type { ModelDescriptions } from '../open-inference/model-descriptions.js';
import type { ModelRepository } from '../open-inference/model-repository.js';
import { readInferMessage } from './messages/read-infer.js';
import { inferMessage } from './messages/write-infer.js';
import type { RunInfer } from './infer-stream.js';
import type { StreamCalls } from './stream-calls.js';
import type { UnaryCalls } from './unary-call.js';

/** What the calls are answered by: the same as the routes below /v2. */
export interface InferenceServices {
  readonly models: ModelProvider;
  readonly descriptions: ModelDescriptions;
  readonly inference: InferService;
  readonly repository: ModelRepository;
  readonly readiness: ServerReadiness;
  readonly admins: AdminAccess;
}

interface OfVersion {
  readonly name: string;
  /** Empty for the one that answers by default. */
  readonly version: string;
}

interface OfModel {
  readonly model_name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The methods of GRPCInferenceService. */
export function inferenceCalls(
  calls: UnaryCalls,
  streams: StreamCalls,
  { models, descriptions, inference, repository, readiness, admins }: InferenceServices,
): UntypedServiceImplementation {
  const infer: RunInfer = async (message, facts) => {
    const version = models.resolve(message.model_name, message.model_version || undefined);
    version.assertRoom();
    const { answer } = await inference.answer(version, readInferMessage(message), facts.infer);
    return inferMessage(answer);
  };
  return {
    ServerLive: calls.handler(() => ({ live: true })),
    ServerReady: calls.handler(async () => ({ ready: (await readiness.now()).ready })),
    ModelReady: calls.handler(({ name, version }: OfVersion) => ({
      ready: isReady(() => descriptions.ready(name, version || undefined)),
    })),
    ServerMetadata: calls.handler(() => descriptions.server()),
    ModelMetadata: calls.handler(({ name, version }: OfVersion) =>
      descriptions.metadata(name, version || undefined),
    ),
    ModelInfer: calls.handler(infer),
    ModelStreamInfer: streams.handler(infer),
    ModelConfig: calls.handler(({ name, version }: OfVersion) => ({
      config: descriptions.config(name, version || undefined),
    })),
    ModelStatistics: calls.handler(({ name, version }: OfVersion) =>
      descriptions.statistics(name || undefined, version || undefined),
    ),
    RepositoryIndex: calls.handler(({ ready }: { ready: boolean }) => ({ models: repository.index(ready) })),
    RepositoryModelLoad: calls.handler(async ({ model_name: model, parameters }: OfModel, { caller }) => {
      admins.admit(caller);
      await repository.load(model, Object.keys(parameters));
      return {};
    }),
    RepositoryModelUnload: calls.handler(async ({ model_name: model }: OfModel, { caller }) => {
      admins.admit(caller);
      await repository.unload(model);
      return {};
    }),
  };
}

/** One that is unknown is not ready: clients ask until it is there. */
function isReady(ask: () => { ready: boolean }): boolean {
  try {
    return ask().ready;
  } catch (error) {
    if (error instanceof AppError && (error.status === 404 || error.status === 503)) return false;
    throw error;
  }
}
