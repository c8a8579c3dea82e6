import type { CompareTolerance } from '../../inference/tasks/comparison.js';
import { shown } from '../manifest/manifest-rules.js';
import { GOLDEN_TOLERANCE, GoldenError, type GoldenInput, type GoldenSample } from './golden-sample.js';

type Json = Readonly<Record<string, unknown>>;

const KEYS = ['description', 'input', 'options', 'expected', 'tolerance', '$schema'];
const INPUT_KEYS = ['file', 'row', 'inputs'] as const;
/** Belongs to the picture, not to what the model says of it; so it does not count as an expectation. */
const NOT_AN_ANSWER = 'image';

/** No folder, no `..`, nothing hidden, no drive: a file that lies beside the sample. */
const PLAIN_NAME = /^[^./\\:\0][^/\\:\0]*$/;

/**
 * Reads the text of a golden sample.
 *
 * @param file name of the file, e.g. `site-1.json`; the sample's name is made from it
 * @throws GoldenError with every fault: unknown keys, values of the wrong kind, an expectation that any answer meets
 */
export function parseGoldenSample(text: string, file: string): GoldenSample {
  const data = parseJson(text, file);
  const faults = unknownKeys(data, KEYS, '');
  const input = readInput(data['input'], faults);
  const options = objectAt(data['options'] ?? {}, 'options', faults);
  const expected = objectAt(data['expected'], 'expected', faults);
  if (Object.keys(expected).every((key) => key === NOT_AN_ANSWER)) {
    faults.push("expected: holds nothing to compare; give the 'result' of the right answer or a part of it");
  }
  faults.push(...shapeFaults(expected));
  const tolerance = readTolerance(data['tolerance'] ?? {}, faults);
  const description = data['description'] ?? null;
  if (description !== null && typeof description !== 'string')
    faults.push(`description: ${shown(description)} is not a text`);
  if (faults.length > 0 || input === null) throw new GoldenError(file, [...new Set(faults)].join('; '));
  return {
    name: file.replace(/\.json$/, ''),
    description: description as string | null,
    input,
    options,
    expected,
    tolerance,
  };
}

function parseJson(text: string, file: string): Json {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new GoldenError(file, `is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(data)) throw new GoldenError(file, "is not a JSON object with 'input' and 'expected'");
  return data;
}

function readInput(value: unknown, faults: string[]): GoldenInput | null {
  const input = objectAt(value, 'input', faults);
  faults.push(...unknownKeys(input, INPUT_KEYS, 'input.'));
  const given = INPUT_KEYS.filter((key) => Object.hasOwn(input, key));
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    faults.push(`input: expected one of ${INPUT_KEYS.join(', ')}; got ${given.join(' and ') || 'none'}`);
    return null;
  }
  switch (kind) {
    case 'file': {
      const file = input['file'];
      if (typeof file === 'string' && PLAIN_NAME.test(file) && file.length <= 255) return { kind, file };
      faults.push(`input.file: ${shown(file)} is not the plain name of a file beside the sample`);
      return null;
    }
    case 'row':
      if (typeof input['row'] === 'object' && input['row'] !== null) return { kind, row: input['row'] };
      faults.push(`input.row: ${shown(input['row'])} is neither an object by feature name nor an array`);
      return null;
    case 'inputs':
      if (Array.isArray(input['inputs'])) return { kind, inputs: input['inputs'] as unknown[] };
      faults.push(`input.inputs: ${shown(input['inputs'])} is not a list of {name, shape, data}`);
      return null;
  }
}

/** Lists that are compared item by item need what their items are found by. */
function shapeFaults(expected: Json): string[] {
  const needs = {
    classes: ['label'],
    detections: ['label', 'box'],
    outputs: ['name', 'shape', 'data'],
    values: ['name', 'value'],
  };
  return Object.entries(needs).flatMap(([key, parts]) => {
    const list = Object.hasOwn(expected, key) ? expected[key] : undefined;
    if (list === undefined) return [];
    if (!Array.isArray(list)) return [`expected.${key}: ${shown(list)} is not a list`];
    return list.flatMap((item: unknown, index) => {
      const lacking = parts.filter((part) => !isObject(item) || !Object.hasOwn(item, part));
      if (lacking.length > 0) return [`expected.${key}[${index}]: needs ${lacking.join(' and ')}`];
      return key === 'detections' ? boxFaults((item as Json)['box'], `expected.${key}[${index}].box`) : [];
    });
  });
}

function boxFaults(box: unknown, path: string): string[] {
  const isBox = isObject(box) && ['x', 'y', 'width', 'height'].every((side) => typeof box[side] === 'number');
  return isBox ? [] : [`${path}: ${shown(box)} is not {x, y, width, height} in pixels`];
}

function readTolerance(value: unknown, faults: string[]): CompareTolerance {
  const given = objectAt(value, 'tolerance', faults);
  const known = Object.keys(GOLDEN_TOLERANCE) as (keyof CompareTolerance)[];
  faults.push(...unknownKeys(given, known, 'tolerance.'));
  const tolerance: Record<keyof CompareTolerance, number> = { ...GOLDEN_TOLERANCE };
  for (const key of known) {
    if (!Object.hasOwn(given, key)) continue;
    const most = key === 'absolute' || key === 'relative' ? Number.MAX_VALUE : 1;
    const number = given[key];
    if (typeof number === 'number' && number >= 0 && number <= most) tolerance[key] = number;
    else {
      const range = most === 1 ? 'a number from 0 to 1' : 'a number of at least 0';
      faults.push(`tolerance.${key}: ${shown(number)} is not ${range}`);
    }
  }
  return tolerance;
}

function objectAt(value: unknown, path: string, faults: string[]): Json {
  if (isObject(value)) return value;
  faults.push(value === undefined ? `${path}: is missing` : `${path}: ${shown(value)} is not a JSON object`);
  return {};
}

function unknownKeys(data: Json, known: readonly string[], prefix: string): string[] {
  return Object.keys(data)
    .filter((key) => !known.includes(key))
    .map((key) => `${prefix}${key.slice(0, 60)}: unknown key; known here: ${known.join(', ')}`);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
