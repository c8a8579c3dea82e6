import type { ModelManifest } from '../manifest/model-manifest.js';
import type { DerivedVersion, DeriveDefaults } from './derived-version.js';
import type { Provenance } from './provenance.js';

/** Fills in what is kept of the answers. */
export function storageSpec(
  { cache, history, versions }: ModelManifest,
  { cacheTtlSeconds }: Pick<DeriveDefaults, 'cacheTtlSeconds'>,
  provenance: Provenance,
): Pick<DerivedVersion, 'cache' | 'history'> {
  provenance.take('versions.policy', { declared: versions?.policy, fallback: 'latest' });
  const ttlSeconds = provenance.take('cache.ttl_seconds', {
    declared: cache?.ttl_seconds,
    fallback: cacheTtlSeconds,
  });
  const enabled = provenance.take('cache.enabled', { declared: cache?.enabled, fallback: ttlSeconds > 0 });
  return {
    cache: { enabled: enabled && ttlSeconds > 0, ttlSeconds },
    history: {
      enabled: provenance.take('history.enabled', { declared: history?.enabled, fallback: true }),
      storeInput: provenance.take('history.store_input', {
        declared: history?.store_input,
        fallback: 'digest',
      }),
    },
  };
}
