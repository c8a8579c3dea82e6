import type { RecordSource } from '../inference/record-source.js';
import type { Label, ModelSpec, TensorInfo, TensorType } from '../inference/model-spec.js';
import type { DerivedVersion, ExplainedTree } from './derive/derived-version.js';

/** What a version is, whether it is served or not: for `GET /v1/models/{model}` and `sibyl inspect`. Keys as on the wire. */
export interface VersionFacts {
  readonly version: string;
  readonly task: string;
  readonly digest: string;
  readonly size_mb: number;
  readonly num_classes: number;
  readonly labels: Label[];
  /** Empty for a model that takes no rows. */
  readonly features: FeatureFacts[];
  readonly inputs: TensorFacts[];
  readonly outputs: TensorFacts[];
  readonly manifest: ExplainedTree;
  readonly notes: string[];
}

export interface TensorFacts {
  readonly name: string;
  readonly datatype: TensorType;
  readonly shape: (number | string)[];
}

/** What a row holds in one column. */
export interface FeatureFacts {
  readonly name: string;
  readonly type: string;
  readonly range: number[] | null;
  readonly required: boolean;
  readonly default: number | string | boolean | null;
  readonly categories: string[] | null;
  readonly nullable: boolean;
  readonly unit: string | null;
  readonly description: string | null;
  readonly from: SourceFacts | null;
}

/** How a feature is made of a subject's records. */
export interface SourceFacts {
  readonly field: string;
  readonly aggregate: string;
  readonly window_days: number;
  readonly min_days: number;
  readonly missing: string;
}

/** Everything that is known of a version before it is loaded. */
export function versionFacts({ spec, sizeBytes, explained, notes }: DerivedVersion): VersionFacts {
  const labels = labelsOf(spec);
  return {
    version: spec.version,
    task: spec.task.kind,
    digest: spec.digest,
    size_mb: Math.round(sizeBytes / 10485.76) / 100,
    num_classes: labels.length,
    labels,
    features: featuresOf(spec),
    inputs: spec.inputs.map(tensorFacts),
    outputs: spec.outputs.map(tensorFacts),
    manifest: explained,
    notes: [...notes],
  };
}

function tensorFacts({ name, type, dims }: TensorInfo): TensorFacts {
  return { name, datatype: type, shape: [...dims] };
}

function labelsOf({ task }: ModelSpec): Label[] {
  if (task.kind === 'tabular') return task.head.kind === 'classification' ? [...task.head.labels] : [];
  return 'labels' in task ? [...task.labels] : [];
}

function featuresOf({ task }: ModelSpec): FeatureFacts[] {
  if (task.kind !== 'tabular') return [];
  return task.features.map(({ name, type, range, categories, nullable, unit, description, ...rest }) => ({
    name,
    type,
    range: range === null ? null : [...range],
    required: rest.default === undefined,
    default: rest.default ?? null,
    categories: categories?.map((category) => category.name) ?? null,
    nullable,
    unit,
    description,
    from: rest.from === undefined ? null : sourceFacts(rest.from),
  }));
}

function sourceFacts({ field, aggregate, windowDays, minDays, missing }: RecordSource): SourceFacts {
  return { field, aggregate, window_days: windowDays, min_days: minDays, missing };
}
