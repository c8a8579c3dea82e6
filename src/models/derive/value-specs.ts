import type { TensorInfo, ValueSpec } from '../../inference/model-spec.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { ValueManifest } from '../manifest/sections/value-manifest.js';
import { found } from './outcome.js';
import type { Provenance } from './provenance.js';
import { numbersPerItem, valueSlots, type ValueSlot } from './value-slots.js';

/** Keys of the short form; the long form says the same value by value. */
const SHORT_FORM = ['names', 'unit', 'range'] as const;

/**
 * The named numbers of a regression, from a picture or from rows: from `output.values`, or from `output.names`, `unit` and
 * `range`, and without either every number of the outputs, numbered.
 *
 * @param faults takes what the manifest says and the graph does not have
 * @param usual the numbers of the outputs with names for those that the manifest does not name; else all, numbered
 */
export function valueSpecs(
  outputs: readonly TensorInfo[],
  output: OutputManifest,
  provenance: Provenance,
  faults: string[],
  usual?: readonly NamedSlot[],
  usualNote = 'every number of the outputs, named as they are',
): readonly ValueSpec[] {
  const values = output.values
    ? longForm(outputs, output, faults)
    : shortForm(outputs, output, faults, usual);
  for (const { name, range } of values) {
    if (range !== null && range[0] >= range[1]) {
      faults.push(
        `output.range: [${range.join(', ')}] of '${name}' has to be the least and the greatest value`,
      );
    }
  }
  const names = values.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) faults.push(`output.values: two values are named '${twice}'`);
  provenance.take('output.values', {
    declared: output.values || SHORT_FORM.some((key) => output[key] !== undefined) ? values : undefined,
    derived: values,
    fallback: values,
    note: usual ? usualNote : 'every number of the outputs, numbered, since the manifest names none',
  });
  return values;
}

function longForm(
  outputs: readonly TensorInfo[],
  { values = [], ...output }: OutputManifest,
  faults: string[],
): ValueSpec[] {
  for (const key of SHORT_FORM) {
    if (output[key] !== undefined)
      faults.push(`output.${key}: belongs to the short form; say it under output.values`);
  }
  const specs: ValueSpec[] = [];
  for (const [index, value] of values.entries()) {
    const slot = slotOf(value, specs.at(-1), outputs);
    const path = `output.values[${index}]`;
    checkSlot(slot, path, outputs, faults);
    specs.push({
      name: value.name ?? `value_${index}`,
      ...slot,
      scale: value.scale ?? forEach('scale', output.scale, values.length, faults)[index] ?? 1,
      offset: value.offset ?? forEach('offset', output.offset, values.length, faults)[index] ?? 0,
      unit: value.unit ?? null,
      range: value.range ?? null,
    });
  }
  return specs;
}

/** Where a value lies: as declared, else right after the one before, in the next output where that one is read up. */
function slotOf(
  { tensor, index }: ValueManifest,
  before: ValueSpec | undefined,
  outputs: readonly TensorInfo[],
): ValueSlot {
  if (tensor !== undefined) {
    return { tensor, index: index ?? (before?.tensor === tensor ? before.index + 1 : 0) };
  }
  if (before === undefined) return { tensor: outputs[0]!.name, index: index ?? 0 };
  const at = outputs.findIndex(({ name }) => name === before.tensor);
  const size = at === -1 ? null : numbersPerItem(outputs[at]!);
  const isReadUp = index === undefined && size !== null && before.index + 1 >= size;
  const next = isReadUp ? outputs[at + 1] : undefined;
  return next ? { tensor: next.name, index: 0 } : { tensor: before.tensor, index: index ?? before.index + 1 };
}

function checkSlot(
  { tensor, index }: ValueSlot,
  path: string,
  outputs: readonly TensorInfo[],
  faults: string[],
): void {
  const output = outputs.find(({ name }) => name === tensor);
  if (!output) {
    const names = outputs.map(({ name }) => name).join(', ');
    faults.push(`${path}.tensor: the model has no output '${tensor}'; it has: ${names}`);
    return;
  }
  const size = numbersPerItem(output);
  if (size !== null && index >= size) {
    faults.push(`${path}.index: ${index}, but output '${tensor}' has ${size} number(s), counted from 0`);
  }
}

/** A place for a number, and what it is called unless the manifest says otherwise. */
export interface NamedSlot extends ValueSlot {
  readonly name: string;
}

function shortForm(
  outputs: readonly TensorInfo[],
  output: OutputManifest,
  faults: string[],
  usual: readonly NamedSlot[] | undefined,
): ValueSpec[] {
  const slots = usual ? found(usual) : valueSlots(outputs);
  const places = slots.ok
    ? slots.value
    : (output.names ?? []).map((_, index) => ({ tensor: outputs[0]!.name, index }));
  if (!slots.ok && output.names === undefined) faults.push(`${slots.path}: ${slots.reason}`);
  if (output.names !== undefined && output.names.length !== places.length) {
    faults.push(
      `output.names: ${output.names.length} are declared, but the outputs hold ${places.length} number(s)`,
    );
  }
  const count = places.length;
  const units = forEach('unit', output.unit, count, faults);
  const ranges = forEach('range', isPair(output.range) ? [output.range] : output.range, count, faults);
  const scales = forEach('scale', output.scale, count, faults);
  const offsets = forEach('offset', output.offset, count, faults);
  return places.map(({ tensor, index: at }, index) => ({
    name: output.names?.[index] ?? usual?.[index]?.name ?? `value_${index}`,
    tensor,
    index: at,
    scale: scales[index] ?? 1,
    offset: offsets[index] ?? 0,
    unit: units[index] ?? null,
    range: ranges[index] ?? null,
  }));
}

const isPair = (range: OutputManifest['range']): range is [number, number] =>
  Array.isArray(range) && typeof range[0] === 'number';

/** One for all, or one for each; a list of one is for all. */
function forEach<T>(
  key: string,
  declared: T | readonly T[] | undefined,
  count: number,
  faults: string[],
): T[] {
  if (declared === undefined) return [];
  const list = Array.isArray(declared) ? (declared as readonly T[]) : [declared as T];
  if (list.length === 1) return Array.from({ length: count }, () => list[0]!);
  const fault = `output.${key}: ${list.length} are declared, but there are ${count} value(s)`;
  if (list.length !== count && !faults.includes(fault)) faults.push(fault);
  return [...list];
}
