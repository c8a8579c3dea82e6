import type { Env } from '../../config/env.js';
import type { DeriveDefaults } from './derived-version.js';

/**
 * What the configuration decides for a model that declares nothing.
 *
 * @param cores of this machine
 */
export function deriveDefaults(env: Env, cores: number): DeriveDefaults {
  return {
    executors: Math.min(env.MODEL_MAX_CONCURRENT, cores),
    memoryLimitMb: env.MODEL_MEMORY_LIMIT_MB,
    warmupRuns: env.MODEL_WARMUP_REQUESTS,
    cacheTtlSeconds: env.CACHE_TTL_SECONDS,
    maxTensorBytes: env.MAX_TENSOR_BYTES,
  };
}
