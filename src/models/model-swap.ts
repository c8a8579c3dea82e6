import type { LoadedVersion } from './loaded-version.js';
import type { CatalogModel } from './model-catalog.js';

/** Whether the next state of a model may take over, and if not, why. */
export type SwapVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Starts what is new in the next state of a model, beside what serves now. The next state may take over only as a
 * whole: as long as something of the model is served rightly, nothing broken replaces any of it.
 */
export async function startNext(current: CatalogModel | undefined, next: CatalogModel): Promise<SwapVerdict> {
  const serving = (current?.versions ?? []).filter(({ state }) => state === 'ready');
  const fresh = next.versions.filter((version) => !current?.versions.includes(version));
  if (serving.length > 0 && next.faults.length > 0) return refusal(next.faults);
  await Promise.all(fresh.filter((version) => isWanted(version, serving)).map((version) => version.load()));
  const failed = fresh.filter(({ state }) => state === 'failed');
  if (serving.length === 0 || failed.length === 0) return { ok: true };
  return refusal(
    failed.map(({ spec, reason }) => ({ version: spec.version, reason: reason ?? 'it failed' })),
  );
}

/** Versions of the one state that the other has no more. */
export function leftBehind(from: CatalogModel | undefined, to: CatalogModel | undefined): LoadedVersion[] {
  return (from?.versions ?? []).filter((version) => !to?.versions.includes(version));
}

/** A version that is loaded by its first request has to be there at once where its predecessor was. */
function isWanted(version: LoadedVersion, serving: readonly LoadedVersion[]): boolean {
  return !version.isParked && (version.spec.execution.preload || serving.length > 0);
}

function refusal(faults: readonly { version: string | null; reason: string }[]): SwapVerdict {
  const reasons = faults.map(({ version, reason }) =>
    version === null ? reason : `version ${version}: ${reason}`,
  );
  return { ok: false, reason: reasons.join('; ') };
}
