import type { Label, TensorInfo, TensorType } from '../inference/model-spec.js';
import type { DerivedVersion, ExplainedTree } from './derive/derived-version.js';

/** What a version is, whether it is served or not: for `GET /v1/models/{model}` and `sibyl inspect`. Keys as on the wire. */
export interface VersionFacts {
  readonly version: string;
  readonly task: string;
  readonly digest: string;
  readonly size_mb: number;
  readonly num_classes: number;
  readonly labels: Label[];
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

/** Everything that is known of a version before it is loaded. */
export function versionFacts({ spec, sizeBytes, explained, notes }: DerivedVersion): VersionFacts {
  const labels = 'labels' in spec.task ? [...spec.task.labels] : [];
  return {
    version: spec.version,
    task: spec.task.kind,
    digest: spec.digest,
    size_mb: Math.round(sizeBytes / 10485.76) / 100,
    num_classes: labels.length,
    labels,
    inputs: spec.inputs.map(tensorFacts),
    outputs: spec.outputs.map(tensorFacts),
    manifest: explained,
    notes: [...notes],
  };
}

function tensorFacts({ name, type, dims }: TensorInfo): TensorFacts {
  return { name, datatype: type, shape: [...dims] };
}
