import { ManifestError } from '../manifest/manifest-error.js';
import type { VersionFile } from './model-folder.js';

/**
 * The versions to serve.
 *
 * @param versions lowest first, at least one
 * @param named further ones that the routing names, served whatever the policy says
 * @throws ManifestError when the policy names a version that is not there
 */
export function chooseVersions(
  versions: readonly VersionFile[],
  policy: 'latest' | 'all' | readonly number[],
  manifestName: string,
  named: readonly string[] = [],
): readonly VersionFile[] {
  if (policy === 'all') return versions;
  const isNamed = ({ version }: VersionFile): boolean => named.includes(version);
  if (policy === 'latest') return versions.filter((file) => file === versions.at(-1) || isNamed(file));
  const available = versions.map(({ version }) => version);
  const missing = policy.filter((version) => !available.includes(String(version)));
  if (missing.length > 0) {
    throw new ManifestError(manifestName, [
      `versions.policy: there is no version ${missing.join(', ')}; available: ${available.join(', ')}`,
    ]);
  }
  return versions.filter((file) => policy.includes(Number(file.version)) || isNamed(file));
}
