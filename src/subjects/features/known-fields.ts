import type { FeatureSpec, ModelSpec, TensorType } from '../../inference/model-spec.js';
import type { Aggregate } from '../../inference/record-source.js';
import { expectation, valueFault } from '../../inference/tasks/tabular-value.js';
import type { FieldValue } from '../subject-record.js';

/** What one feature of one model says of a field. */
interface Reader {
  readonly model: string;
  readonly feature: FeatureSpec;
  readonly tensorType: TensorType;
}

/** Whether rows for the model can be made of records. */
export function readsRecords({ task }: ModelSpec): boolean {
  return task.kind === 'tabular' && task.features.some(({ from }) => from !== undefined);
}

/** What the models that are served say of the fields of records: which they read, and which values they can make sense of. */
export class KnownFields {
  private readonly readers = new Map<string, Reader[]>();

  constructor(specs: readonly ModelSpec[]) {
    for (const { name, task, inputs } of specs) {
      for (const feature of task.kind === 'tabular' ? task.features : []) {
        if (feature.from === undefined) continue;
        const tensorType = inputs.find((input) => input.name === feature.tensor)?.type ?? 'float32';
        const known = this.readers.get(feature.from.field) ?? [];
        this.readers.set(feature.from.field, [...known, { model: name, feature, tensorType }]);
      }
    }
  }

  has(field: string): boolean {
    return this.readers.has(field);
  }

  /** Why a value cannot be in a field, or null when it can; a field that nobody reads may hold anything. */
  fault(field: string, value: FieldValue): string | null {
    for (const reader of this.readers.get(field) ?? []) {
      const fault = faultFor(value, reader);
      if (fault !== null) return `${fault}, as model '${reader.model}' reads it`;
    }
    return null;
  }
}

function faultFor(value: FieldValue, { feature, tensorType }: Reader): string | null {
  const { type, from } = feature;
  if (from === undefined || from.aggregate === 'count') return null;
  if (type === 'string' || type === 'boolean') return valueFault(value, feature, tensorType);
  // Sums, spreads and slopes have a range of their own, which says nothing of a single value.
  const range = LIKE_ITS_VALUES.has(from.aggregate) ? feature.range : null;
  const number = typeof value === 'string' ? Number.NaN : Number(value);
  const isInside = range === null ? Number.isFinite(number) : number >= range[0] && number <= range[1];
  if (isInside) return null;
  const shown = typeof value === 'string' ? `'${value.slice(0, 40)}'` : String(value);
  return `${shown} is not ${expectation({ ...feature, type: 'float', range, nullable: false, unit: null })}`;
}

const LIKE_ITS_VALUES: ReadonlySet<Aggregate> = new Set<Aggregate>(['last', 'mean', 'min', 'max']);
