/** A file of somebody's public repository, pinned. */
export interface CatalogueFile {
  /** Where it goes in the folder of the model. */
  readonly target: string;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** In the repository. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Only licences that let anybody use, change and pass on the files. */
export type CatalogueLicence = 'Apache-2.0' | 'MIT' | 'BSD-3-Clause';

export interface CatalogueEntry {
  /** Name of the model and of its folder. */
  readonly name: string;
  readonly summary: string;
  readonly licence: CatalogueLicence;
  /** Who made it. */
  readonly author: string;
  /** Page of the makers, with the text of the licence. */
  readonly home: string;
  /** Models that it is made of; they are fetched first. */
  readonly requires: readonly string[];
  readonly files: readonly CatalogueFile[];
  /** The whole of `model.yaml`. */
  readonly manifest: string;
  /** What golden samples are recorded on when nobody names a picture; null when only a real picture makes sense. */
  readonly sample: 'scene' | 'digit' | null;
}

/** Bytes of all files. */
export function sizeOf(entry: CatalogueEntry): number {
  return entry.files.reduce((sum, file) => sum + file.bytes, 0);
}

/** @param base address of GitHub's raw files or of a mirror with the same paths */
export function addressOf({ repository, commit, path }: CatalogueFile, base: string): string {
  return [base.replace(/\/+$/, ''), repository, commit, path].join('/');
}
