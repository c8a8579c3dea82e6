import type { ResultDifference } from '../../inference/tasks/comparison.js';

export interface GoldenFailure {
  readonly sample: string;
  /** What differed and how: "expected top label 'cat' 0.93, got 'dog' 0.41". */
  readonly reason: string;
}

/** What came of running the samples of a version. */
export interface GoldenReport {
  /** Whether every sample was answered as expected; true for a version without samples. */
  readonly ok: boolean;
  readonly samples: number;
  readonly passed: number;
  readonly failures: readonly GoldenFailure[];
  /** Samples without an answer for a reason that says nothing of the model, e.g. that its queue is full. */
  readonly unanswered: readonly GoldenFailure[];
  /** "golden sample 'site-1': expected top label 'cat' 0.93, got 'dog' 0.41; ..."; null when all is well. */
  readonly reason: string | null;
  readonly ranAt: Date;
}

/** Sentences are for people: the first few tell enough. */
const MAX_TOLD = 3;

/** What went wrong with which sample, failures before samples without an answer; null when nothing did. */
export function failureSentence({
  failures,
  unanswered,
}: Pick<GoldenReport, 'failures' | 'unanswered'>): string | null {
  const told = failures.length > 0 ? failures : unanswered;
  if (told.length === 0) return null;
  const sentences = told
    .slice(0, MAX_TOLD)
    .map(({ sample, reason }) => `golden sample '${sample}': ${reason}`);
  if (told.length > MAX_TOLD) sentences.push(`and ${told.length - MAX_TOLD} more samples`);
  return sentences.join('; ');
}

/** Differences of one sample as one sentence. */
export function differenceSentence(differences: readonly ResultDifference[]): string {
  const sentences = differences.slice(0, MAX_TOLD).map(phrase);
  if (differences.length > MAX_TOLD) sentences.push(`and ${differences.length - MAX_TOLD} more differences`);
  return sentences.join(', ');
}

interface Named {
  readonly label: string;
  readonly score?: number;
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

function phrase({ path, expected, actual, reason }: ResultDifference): string {
  if (/(^|\.)classes\[0\]$/.test(path)) {
    const at = path === 'classes[0]' ? '' : `${path}: `;
    return `${at}expected top label ${named(expected)}, got ${named(actual)}`;
  }
  if (/(^|\.)detections\[\d+\]$/.test(path)) {
    if (actual === null) return `expected ${named(expected)}, which was not found`;
    if (expected === null) return `found ${named(actual)}, which was not expected`;
  }
  const place = path === '' ? '' : `${path}: `;
  return `${place}expected ${plain(expected)}, got ${plain(actual)} (${reason})`;
}

function named(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('label' in value)) return 'none';
  const { label, score, box } = value as Named;
  const place = box
    ? ` at [${[box.x, box.y, box.width, box.height].map((side) => Math.round(side)).join(', ')}]`
    : '';
  return `'${label}'${typeof score === 'number' ? ` ${plain(score)}` : ''}${place}`;
}

const MAX_SHOWN = 100;

function plain(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  if (typeof value === 'bigint') return String(value);
  const text =
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ??
    String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
