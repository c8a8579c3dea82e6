import { ApiProperty } from '@nestjs/swagger';

import { AGGREGATES } from '../../inference/record-source.js';
import { TASK_KINDS } from '../../inference/model-spec.js';
import { VERSION_STATES, type VersionState } from '../version-state.js';

/** One input or output of the model's graph. */
export class TensorInfoDto {
  /** @example 'images' */
  name: string;

  /** @example 'float32' */
  datatype: string;

  /**
   * Sizes; a dynamic dimension is its name, or '' when it has none.
   * @example ['batch', 3, 320, 320]
   */
  @ApiProperty({ type: 'array', items: { oneOf: [{ type: 'integer' }, { type: 'string' }] } })
  shape: (number | string)[];
}

/** A class of the model. */
export class LabelDto {
  /** @example 'warning_triangle' */
  name: string;
  description?: string;
  severity?: string;
  recommendation?: string;
}

/** How a feature is made of a subject's records: see docs/subjects.md. */
export class FeatureSourceDto {
  /** @example 'sleep_hours' */
  field: string;

  @ApiProperty({ enum: AGGREGATES })
  aggregate: string;

  /**
   * Days that count, up to and with the day that is asked about.
   * @example 14
   */
  window_days: number;

  /**
   * Days of these that must have a value.
   * @example 5
   */
  min_days: number;

  /** What happens when fewer have one. */
  @ApiProperty({ enum: ['default', 'error'] })
  missing: string;
}

/** One column of a table: what a row may hold there. */
export class FeatureDto {
  /** @example 'age' */
  name: string;

  @ApiProperty({ enum: ['float', 'integer', 'boolean', 'string'] })
  type: string;

  /** Least and greatest value, both included. */
  @ApiProperty({ type: [Number], minItems: 2, maxItems: 2, nullable: true, example: [0, 120] })
  range: number[] | null;

  /** Whether a row has to give it. */
  required: boolean;

  /** Used when a row leaves it out. */
  @ApiProperty({
    nullable: true,
    oneOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }],
    example: 30,
  })
  default: number | string | boolean | null;

  /** The only texts that it takes; null where there is no such list. */
  @ApiProperty({ type: [String], nullable: true, example: null })
  categories: string[] | null;

  /** Whether a row may hold null. */
  nullable: boolean;

  /** @example 'years' */
  @ApiProperty({ type: String, nullable: true })
  unit: string | null;

  @ApiProperty({ type: String, nullable: true })
  description: string | null;

  /** Null where it is not made of records. */
  @ApiProperty({ type: FeatureSourceDto, nullable: true })
  from: FeatureSourceDto | null;
}

export class VersionSummaryDto {
  /** @example '1' */
  version: string;

  @ApiProperty({ enum: VERSION_STATES })
  state: VersionState;

  /** Why it is not ready; null when it is. */
  reason: string | null;
}

/** What a look at the model's files found wrong. What served before goes on. */
export class ReloadErrorDto {
  /** @example 'version 2: model.onnx is cut off' */
  reason: string;

  /** When it was looked at. */
  at: Date;
}

/** One line of the list of models. */
export class ModelSummaryDto {
  /** @example 'hazard-detector' */
  name: string;

  /** Kind of the newest version; null when no version can be served. */
  @ApiProperty({ enum: TASK_KINDS, nullable: true, type: String })
  task: string | null;

  /** From the manifest. */
  description: string | null;

  /** From the manifest: what everyone who reads an answer has to know. It stands in every answer too. */
  notice: string | null;

  /**
   * The version that answers when a request names none.
   * @example '1'
   */
  default_version: string | null;

  versions: VersionSummaryDto[];

  /** Why the files that lie in the model folder now were not taken over; null when they are what is served. */
  reload_error: ReloadErrorDto | null;
}

export class SkippedDto {
  /**
   * Relative to the model folder.
   * @example 'broken/model.yaml'
   */
  path: string;

  /** @example "input.color: 'RBG' is not one of RGB, BGR, GRAY" */
  reason: string;
}

export class ModelListDto {
  models: ModelSummaryDto[];

  /** What lies in the model folder and is not served. */
  skipped: SkippedDto[];
}

/** What became of a look at the model's files. */
export class ReloadDto {
  /** @example 'hazard-detector' */
  name: string;

  /** `unchanged`: nothing is new; `replaced`: new versions answer from now on; `added`; `removed`. */
  @ApiProperty({ enum: ['unchanged', 'added', 'replaced', 'removed'] })
  outcome: string;

  /** What is served now; null for a model that was removed. */
  model: ModelSummaryDto | null;
}

/** Another model that takes part in the answers of a version. */
export class UsedModelDto {
  /** @example 'face-detector' */
  model: string;

  /**
   * The version that takes part now; null when there is none.
   * @example '1'
   */
  version: string | null;

  /** `region model`: finds where to look. `member`: of the ensemble. */
  @ApiProperty({ enum: ['region model', 'member'] })
  role: 'region model' | 'member';

  /** State of that version; null when there is none. */
  @ApiProperty({ enum: VERSION_STATES, nullable: true, type: String })
  state: VersionState | null;
}

/** One version with everything that its manifest says or its file gives away. */
export class VersionInfoDto extends VersionSummaryDto {
  /** @example 'object-detection' */
  task: string;

  /** SHA-256 of the model file and its external data, hexadecimal. */
  digest: string;

  /**
   * Model file and external data, in MB.
   * @example 1.9
   */
  size_mb: number;

  /** @example 8 */
  num_classes: number;

  labels: LabelDto[];

  /** What a row holds, in the order of an array; empty for a model that takes no rows. */
  features: FeatureDto[];

  inputs: TensorInfoDto[];
  outputs: TensorInfoDto[];

  /** Other models that take part in its answers; empty for a model that answers alone. */
  uses: UsedModelDto[];

  /**
   * Every value of the manifest as `{value, origin}`: `declared` in the manifest, `derived` from the file, or a
   * `default`. `note` says what from, and why it should be checked; that of `task` says why the task was chosen.
   * @example { "input": { "color": { "value": "RGB", "origin": "derived" } } }
   */
  manifest: Record<string, unknown>;

  /** What an operator may want to know. */
  notes: string[];
}

/** A version that lies in the folder and cannot be served at all. */
export class VersionFaultDto {
  /**
   * null when the fault is of the model as a whole.
   * @example '2'
   */
  @ApiProperty({ type: String, nullable: true })
  version: string | null;

  /** @example 'model.onnx is cut off: the graph needs 3662 bytes, the file has 60' */
  reason: string;
}

export class ModelInfoDto extends ModelSummaryDto {
  declare versions: VersionInfoDto[];

  /** What lies in the folder and cannot be served, with the reason. */
  faults: VersionFaultDto[];
}
