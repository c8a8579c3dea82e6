import type { FoundLabels } from '../manifest/read-manifest.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { Label } from '../../inference/model-spec.js';

/** A model of the repository, its manifest read and checked. */
export interface ModelFolder {
  /** `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`: the folder's name, or the file's without `.onnx`. */
  readonly name: string;
  /** Absolute path of the manifest, or null. */
  readonly manifestPath: string | null;
  /** Empty when there is no manifest. */
  readonly manifest: ModelManifest;
  /** Labels of the manifest, its label file already read; null when it declares none. */
  readonly labels: readonly Label[] | null;
  /** A label file beside the manifest that the manifest does not name; absent when there is none. */
  readonly labelsBeside?: FoundLabels;
  /** Versions to serve (after `versions.policy`), lowest first; never empty. */
  readonly versions: readonly VersionFile[];
  /** Every version with a model file, served or not, lowest first. */
  readonly availableVersions: readonly string[];
}

export interface VersionFile {
  /** A whole number as text. */
  readonly version: string;
  /** Absolute path of the ONNX file; of the manifest for an ensemble, which has no file of its own. */
  readonly modelPath: string;
  /** Whether other models lie in the same folder (a bare `name.onnx`): then external data is refused. */
  readonly sharedFolder: boolean;
}

/** Something in the repository that is not served. */
export interface SkippedPath {
  /** Relative to the repository; '.' is the repository itself. */
  readonly path: string;
  readonly reason: string;
}

export interface RepositoryScan {
  readonly found: readonly ModelFolder[];
  readonly skipped: readonly SkippedPath[];
  /** Why the repository itself could not be read: then nobody knows what is in it. Absent when it was. */
  readonly unread?: string;
}
