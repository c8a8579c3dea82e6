import type { TaskKind } from '../../inference/model-spec.js';
import { isDrawable } from '../../inference/tasks/drawable.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { DerivedVersion, DeriveDefaults } from './derived-version.js';
import type { Provenance } from './provenance.js';

/**
 * Fills in what is kept of the answers.
 *
 * @param faults takes what the manifest asks to keep and there will never be
 */
export function storageSpec(
  { cache, history, versions }: ModelManifest,
  task: TaskKind,
  { cacheTtlSeconds }: Pick<DeriveDefaults, 'cacheTtlSeconds'>,
  provenance: Provenance,
  faults: string[],
): Pick<DerivedVersion, 'cache' | 'history'> {
  provenance.take('versions.policy', { declared: versions?.policy, fallback: 'latest' });
  const ttlSeconds = provenance.take('cache.ttl_seconds', {
    declared: cache?.ttl_seconds,
    fallback: cacheTtlSeconds,
  });
  const enabled = provenance.take('cache.enabled', { declared: cache?.enabled, fallback: ttlSeconds > 0 });
  const isRecorded = provenance.take('history.enabled', { declared: history?.enabled, fallback: true });
  const storeResult = provenance.take('history.store_result', {
    declared: history?.store_result,
    fallback: 'none' as const,
  });
  const storeInput = provenance.take('history.store_input', {
    declared: history?.store_input,
    fallback: 'digest' as const,
  });
  const warm = provenance.take('cache.warm', { declared: cache?.warm, fallback: 0 });
  if (warm > 0 && (storeInput !== 'reference' || !isRecorded)) {
    faults.push(
      `cache.warm: ${warm}, but the inputs are not kept; declare 'history: {store_input: reference}'`,
    );
  }
  if (storeResult === 'drawn') faults.push(...drawnFaults(task, isRecorded));
  return {
    cache: { enabled: enabled && ttlSeconds > 0, ttlSeconds, warm },
    history: {
      enabled: isRecorded,
      storeInput,
      storeResult,
    },
  };
}

function drawnFaults(task: TaskKind, isRecorded: boolean): string[] {
  const faults: string[] = [];
  if (!isDrawable(task)) {
    faults.push(
      `history.store_result: 'drawn' is for models that take pictures; there is nothing to draw an answer of task ${task} on`,
    );
  }
  if (!isRecorded) {
    faults.push(
      "history.store_result: 'drawn' needs the history, which finds the pictures; leave 'history.enabled: false' out",
    );
  }
  return faults;
}
