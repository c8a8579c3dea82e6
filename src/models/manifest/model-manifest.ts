import { Allow, IsOptional } from 'class-validator';

import { OneOf, Section, Text } from './manifest-rules.js';
import { ConfidenceManifest } from './sections/confidence-manifest.js';
import { EnsembleManifest, MemberManifest } from './sections/ensemble-manifest.js';
import { ExecutionManifest, WarmupManifest } from './sections/execution-manifest.js';
import { InputManifest } from './sections/input-manifest.js';
import { OutputManifest } from './sections/output-manifest.js';
import { RegionManifest } from './sections/region-manifest.js';
import { CacheManifest, HistoryManifest } from './sections/storage-manifest.js';
import { VersionsManifest } from './sections/versions-manifest.js';

/** `model.yaml`: what cannot be derived from the ONNX file, or is to be other than derived. Keys as in the file. */
export class ModelManifest {
  @IsOptional()
  @OneOf(['object-detection', 'image-classification', 'tensor'])
  task?: 'object-detection' | 'image-classification' | 'tensor';

  @IsOptional()
  @Text(10_000)
  description?: string;

  @IsOptional()
  @Section(() => InputManifest)
  input?: InputManifest;

  /** A list, or the name of a file beside the manifest; checked by `manifest-labels`. */
  @Allow()
  labels?: unknown;

  @IsOptional()
  @Section(() => OutputManifest)
  output?: OutputManifest;

  @IsOptional()
  @Section(() => RegionManifest)
  region?: RegionManifest;

  @IsOptional()
  @Section(() => EnsembleManifest)
  ensemble?: EnsembleManifest;

  @IsOptional()
  @Section(() => ConfidenceManifest)
  confidence?: ConfidenceManifest;

  @IsOptional()
  @Section(() => ExecutionManifest)
  execution?: ExecutionManifest;

  @IsOptional()
  @Section(() => CacheManifest)
  cache?: CacheManifest;

  @IsOptional()
  @Section(() => HistoryManifest)
  history?: HistoryManifest;

  @IsOptional()
  @Section(() => VersionsManifest)
  versions?: VersionsManifest;

  @IsOptional()
  @Section(() => WarmupManifest)
  warmup?: WarmupManifest;
}

/** The nested maps of a manifest and the class of each. */
export const MANIFEST_SECTIONS: Readonly<Record<string, new () => object>> = {
  input: InputManifest,
  output: OutputManifest,
  region: RegionManifest,
  ensemble: EnsembleManifest,
  confidence: ConfidenceManifest,
  execution: ExecutionManifest,
  cache: CacheManifest,
  history: HistoryManifest,
  versions: VersionsManifest,
  warmup: WarmupManifest,
};

/** The lists of maps in a manifest, by their path, and the class of their items. */
export const MANIFEST_LISTS: Readonly<Record<string, new () => object>> = {
  'ensemble.members': MemberManifest,
};
