import { IsOptional } from 'class-validator';

import { Labels } from './label-manifest.js';
import { Doc, OneOf, Section, SectionList, Text } from './manifest-rules.js';
import { ConfidenceManifest } from './sections/confidence-manifest.js';
import { EnsembleManifest } from './sections/ensemble-manifest.js';
import { ExecutionManifest, WarmupManifest } from './sections/execution-manifest.js';
import { FeatureManifest } from './sections/feature-manifest.js';
import { InputManifest } from './sections/input-manifest.js';
import { OutputManifest } from './sections/output-manifest.js';
import { RegionManifest } from './sections/region-manifest.js';
import { CacheManifest, HistoryManifest } from './sections/storage-manifest.js';
import { TtaManifest } from './sections/tta-manifest.js';
import { VersionsManifest } from './sections/versions-manifest.js';

/** `model.yaml`: what cannot be derived from the ONNX file, or is to be other than derived. Keys as in the file. */
export class ModelManifest {
  @Doc(
    'What the model does; it decides how pictures and outputs are read.',
    'from keys that only one task has, the metadata of the file, or the shapes of its tensors',
  )
  @IsOptional()
  @OneOf(['object-detection', 'image-classification', 'image-regression', 'tabular', 'tensor'])
  task?: 'object-detection' | 'image-classification' | 'image-regression' | 'tabular' | 'tensor';

  @Doc('What the model is for: shown in lists of models.', 'none')
  @IsOptional()
  @Text(10_000)
  description?: string;

  @Doc(
    'What everyone who reads an answer has to know, e.g. what the model must not be used for: stands in every answer beside the name of the model.',
    'none',
  )
  @IsOptional()
  @Text(1000)
  notice?: string;

  @Doc('How a picture becomes the input tensor.')
  @IsOptional()
  @Section(() => InputManifest)
  input?: InputManifest;

  @Doc('The columns of a table, in the order in which the model takes them.')
  @IsOptional()
  @SectionList(() => FeatureManifest, 1, 10_000)
  features?: FeatureManifest[];

  @Doc(
    "Names of the classes in the order of the model's output, or the name of a file with them beside the manifest.",
    '`labels.txt` or `labels.json` beside the manifest, where the number fits; else `config.json` of Hugging Face or timm; else from the metadata of the file; UltraFace, YuNet and SCRFD: `face`; else `class_0`, `class_1`, ...',
  )
  @Labels()
  labels?: unknown;

  @Doc('How the output of the model is read.')
  @IsOptional()
  @Section(() => OutputManifest)
  output?: OutputManifest;

  @Doc('Where in the picture the model looks: on what another model finds.')
  @IsOptional()
  @Section(() => RegionManifest)
  region?: RegionManifest;

  @Doc('Which other models it is made of; then its folder holds no ONNX file.')
  @IsOptional()
  @Section(() => EnsembleManifest)
  ensemble?: EnsembleManifest;

  @Doc(
    'Test-time augmentation: the answer is made of several variants of the picture, the picture itself among them.',
  )
  @IsOptional()
  @Section(() => TtaManifest)
  tta?: TtaManifest;

  @Doc('When an answer counts as sure, and what to tell the user when it does not.')
  @IsOptional()
  @Section(() => ConfidenceManifest)
  confidence?: ConfidenceManifest;

  @Doc('How the model is run.')
  @IsOptional()
  @Section(() => ExecutionManifest)
  execution?: ExecutionManifest;

  @Doc('Whether and how long answers are kept.')
  @IsOptional()
  @Section(() => CacheManifest)
  cache?: CacheManifest;

  @Doc('What is recorded.')
  @IsOptional()
  @Section(() => HistoryManifest)
  history?: HistoryManifest;

  @Doc('Which versions are served.')
  @IsOptional()
  @Section(() => VersionsManifest)
  versions?: VersionsManifest;

  @Doc('What happens before a version takes requests.')
  @IsOptional()
  @Section(() => WarmupManifest)
  warmup?: WarmupManifest;
}
