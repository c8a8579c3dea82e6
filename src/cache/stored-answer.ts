import type { AppError, WireError } from '../common/errors.js';
import { storedFault } from './kept-fault.js';

/** What is stored of a prediction: its answer, or what is wrong with its input. `created_at` is Unix time in milliseconds. */
export type StoredAnswer =
  | { readonly created_at: number; readonly value: unknown }
  | { readonly created_at: number; readonly fault: WireError };

/** What was found, fit for use. */
export type FoundAnswer =
  | { readonly createdAt: number; readonly value: unknown }
  | { readonly createdAt: number; readonly fault: AppError };

/**
 * Whatever does not look like one of ours, in the store of another version or damaged, is a miss.
 *
 * @param isSound whether a value has the shape that its reader needs
 */
export function foundAnswer(found: unknown, isSound: (value: unknown) => boolean): FoundAnswer | undefined {
  if (typeof found !== 'object' || found === null) return undefined;
  const { created_at: createdAt, value, fault } = found as Record<string, unknown>;
  if (typeof createdAt !== 'number') return undefined;
  if (fault !== undefined) {
    const error = storedFault(fault);
    return error ? { createdAt, fault: error } : undefined;
  }
  return value !== undefined && value !== null && isSound(value) ? { createdAt, value } : undefined;
}

/** Size as JSON; null for what JSON cannot carry. */
export function jsonBytes(value: unknown): number | null {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? null : Buffer.byteLength(text);
  } catch {
    return null;
  }
}
