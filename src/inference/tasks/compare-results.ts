import { compareDetections, type ComparedDetection } from './compare-detections.js';
import { compareTensors, type ComparedTensor } from './compare-tensors.js';
import { type Comparison, Findings, type LenientTolerance } from './comparison.js';

interface ComparedClass {
  readonly label: string;
  /** An expected answer written by hand may leave it out. */
  readonly score?: number;
}

type Members = Readonly<Record<string, unknown>>;

/** Belongs to the picture or is handed through from the labels; the model does not compute it. */
const NOT_COMPARED = new Set(['image', 'range', 'unit', 'description', 'severity', 'recommendation']);
/** Numbers below these keys are scores. */
const SCORES = /^(scores?|probabilit(y|ies)|confidence)$/;

/**
 * Compares an answer with the expected one. Boxes are matched by label and overlap, classes by label with the best one
 * in the same place, tensors by name; of anything else every member of the expected answer is looked for, so that an
 * expected answer may leave out what does not matter.
 *
 * @param expected, actual answers of a task, as they come from an executor or as they stand in JSON
 */
export function compareResults(expected: unknown, actual: unknown, tolerance: LenientTolerance): Comparison {
  const findings = new Findings(tolerance);
  compareValue('', expected, actual, { span: null, isScore: false }, findings);
  return findings.done();
}

interface Context {
  /** Of the range that the value's own object states. */
  readonly span: number | null;
  readonly isScore: boolean;
}

function compareValue(
  path: string,
  expected: unknown,
  actual: unknown,
  context: Context,
  findings: Findings,
): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (context.isScore) findings.score(path, expected, actual);
    else findings.number(path, expected, actual, context.span);
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    compareList(path, expected, actual, context, findings);
  } else if (isObject(expected) && isObject(actual)) {
    compareMembers(path, expected, actual, context, findings);
  } else if (expected !== actual) findings.differ(path, expected, actual, 'the values differ');
}

function compareList(
  path: string,
  expected: readonly unknown[],
  actual: readonly unknown[],
  context: Context,
  findings: Findings,
): void {
  if (expected.length !== actual.length) {
    findings.differ(path, expected.length, actual.length, 'the number of entries differs');
    return;
  }
  for (const [index, entry] of expected.entries()) {
    compareValue(`${path}[${index}]`, entry, actual[index], context, findings);
  }
}

function compareMembers(
  path: string,
  expected: Members,
  actual: Members,
  context: Context,
  findings: Findings,
): void {
  const span = spanOf(actual['range']) ?? spanOf(expected['range']) ?? context.span;
  for (const [key, value] of Object.entries(expected)) {
    if (NOT_COMPARED.has(key)) continue;
    const at = path === '' ? key : `${path}.${key}`;
    const other = Object.hasOwn(actual, key) ? actual[key] : undefined;
    if (!Array.isArray(value) || !Array.isArray(other)) {
      compareValue(at, value, other, { span, isScore: context.isScore || SCORES.test(key) }, findings);
    } else if (key === 'detections') {
      compareDetections(at, value as ComparedDetection[], other as ComparedDetection[], findings);
    } else if (key === 'classes') {
      compareClasses(at, value as ComparedClass[], other as ComparedClass[], findings);
    } else if (key === 'outputs') {
      compareTensors(at, value as ComparedTensor[], other as ComparedTensor[], findings);
    } else {
      compareList(at, value, other, { span, isScore: context.isScore || SCORES.test(key) }, findings);
    }
  }
}

/** The best label decides; the scores of the others are compared as far as both lists hold them. */
function compareClasses(
  path: string,
  expected: readonly ComparedClass[],
  actual: readonly ComparedClass[],
  findings: Findings,
): void {
  const [top] = expected;
  const [actualTop] = actual;
  if (top?.label !== actualTop?.label) {
    findings.differ(`${path}[0]`, top ?? null, actualTop ?? null, 'another label comes first');
  }
  for (const [index, { label, score }] of expected.entries()) {
    const other = actual.find((each) => each.label === label);
    if (score === undefined || other?.score === undefined) continue;
    if (index === 0) findings.shifted(other.score - score);
    findings.score(`${path}[${index}].score`, score, other.score);
  }
}

function spanOf(range: unknown): number | null {
  if (!Array.isArray(range) || range.length !== 2) return null;
  const span = Number(range[1]) - Number(range[0]);
  return Number.isFinite(span) && span > 0 ? span : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
