import { AppError } from '../../common/errors.js';
import type { Priority } from '../../inference/job-queue.js';
import type { Parameters, ParameterValue } from './wire-request.js';

/** What the parameters of a request say about how it is to be run. */
export interface RequestControls {
  /** Longest time for the answer, in milliseconds; null when the client sets none. */
  readonly timeoutMs: number | null;
  readonly priority: Priority;
  /** Text that names a sequence; null when there is none, or a number, which no session has as its id. */
  readonly sequenceId: string | null;
  /** Whether the sequence begins with this request. */
  readonly startsSequence: boolean;
  /** Whether the sequence is over with this request. */
  readonly endsSequence: boolean;
  /** Parameters without a meaning in the protocol: a task may know them as its options. */
  readonly others: Readonly<Record<string, ParameterValue>>;
}

/** Lanes, as the configuration of a model tells them. */
export const PRIORITY_LEVELS = 3;
export const DEFAULT_PRIORITY: Priority = 2;

const KNOWN: ReadonlySet<string> = new Set([
  'binary_data_output',
  'timeout',
  'priority',
  'sequence_id',
  'sequence_start',
  'sequence_end',
  'content_type',
  'headers',
]);

/**
 * Reads `timeout` (microseconds), `priority` (1 goes first; 0 and what is beyond the lowest lane is the default) and
 * checks the type of the sequence's parameters.
 *
 * @throws AppError VALIDATION_FAILED
 */
export function readControls(parameters: Parameters): RequestControls {
  const timeoutUs = whole(parameters, 'timeout');
  const level = whole(parameters, 'priority');
  const sequence: unknown = parameters['sequence_id'];
  const isId = ['undefined', 'string', 'number', 'bigint'].includes(typeof sequence);
  if (!isId) throw wrong('sequence_id', 'a whole number or text', sequence);
  for (const flag of ['sequence_start', 'sequence_end']) {
    const value: unknown = parameters[flag];
    if (value !== undefined && typeof value !== 'boolean') throw wrong(flag, 'true or false', value);
  }
  return {
    timeoutMs: timeoutUs === 0 ? null : Math.ceil(timeoutUs / 1000),
    sequenceId: typeof sequence === 'string' && sequence !== '' ? sequence : null,
    startsSequence: (parameters['sequence_start'] as boolean | undefined) ?? false,
    endsSequence: (parameters['sequence_end'] as boolean | undefined) ?? false,
    priority: level >= 1 && level <= PRIORITY_LEVELS ? (level as Priority) : DEFAULT_PRIORITY,
    others: Object.fromEntries(
      Object.entries(parameters).filter(([key]) => !KNOWN.has(key) && !key.startsWith('triton_')),
    ),
  };
}

function whole(parameters: Parameters, key: string): number {
  const value: unknown = parameters[key] ?? 0;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (!Number.isInteger(number) || (number as number) < 0) throw wrong(key, 'a whole number from 0', value);
  return number as number;
}

function wrong(key: string, expected: string, got: unknown): AppError {
  const faults = [`'parameters.${key}' must be ${expected}; got ${String(got).slice(0, 40)}`];
  return new AppError('VALIDATION_FAILED', { faults });
}
