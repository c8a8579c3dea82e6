import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Imports a compiled file of the server. */
export function compiled(dist, path) {
  return import(pathToFileURL(join(dist, 'src', path)).href);
}

/**
 * What the server would make of the model folder, by the server's own code, so that the bare loop runs the same spec.
 *
 * @returns {Promise<{ name: string, spec: object, limits: object }>}
 */
export async function prepareModel({ dist, modelDir, model }) {
  const { scanRepository } = await compiled(dist, 'models/repository/scan-repository.js');
  const { prepareVersion } = await compiled(dist, 'models/derive/prepare-version.js');
  const { found, skipped } = await scanRepository(modelDir);
  const defaults = {
    executors: availableParallelism(),
    memoryLimitMb: 1024,
    warmupRuns: 3,
    cacheTtlSeconds: 300,
    maxTensorBytes: LIMITS.maxTensorBytes,
  };
  const asked = found.filter(({ name }) => model === undefined || name === model);
  // The figures of docs/performance.md are those of the starter detector.
  const inOrder = asked.toSorted((a, b) => Number(b.name === USUAL) - Number(a.name === USUAL));
  for (const folder of inOrder) {
    const { spec } = await prepareVersion(folder, folder.versions.at(-1), defaults);
    if (spec.task.image) return { name: folder.name, spec, limits: LIMITS };
  }
  const reasons = skipped.map(({ path, reason }) => `${path}: ${reason}`).join('\n');
  throw new Error(`${modelDir} has no model ${model ?? 'that takes pictures'}\n${reasons}`);
}

const USUAL = 'hazard-detector';

/** The server's defaults. */
const LIMITS = {
  formats: ['jpeg', 'png', 'webp'],
  maxPixels: 40e6,
  timeoutSeconds: 5,
  maxTensorBytes: 256 * 1024 * 1024,
};
