import type { FastifyInstance } from 'fastify';

import { AppError } from './errors.js';

/** Nesting of a JSON body; as RapidJSON in Triton has it. */
export const MAX_JSON_DEPTH = 100;

/**
 * Refuses what is nested so deep that whoever walks through it by recursion (a validator, JSON.stringify for a message) would
 * run out of stack: JSON.parse itself takes a million levels.
 *
 * @throws AppError MALFORMED_BODY
 */
export function assertShallow(value: unknown): void {
  if (isDeeper(value, MAX_JSON_DEPTH))
    throw new AppError('MALFORMED_BODY', { reason: `it is nested deeper than ${MAX_JSON_DEPTH} levels` });
}

/** Checks every body that the framework has parsed. */
export function registerJsonDepth(instance: FastifyInstance): void {
  instance.addHook('preValidation', ({ body }, _reply, done) => {
    if (!(body instanceof Uint8Array)) assertShallow(body);
    done();
  });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  // By index: a tensor has a million numbers, and an iterator takes several times as long.
  for (let i = 0; i < inside.length; i += 1) {
    const each = inside[i];
    if (typeof each === 'object' && isDeeper(each, levels - 1)) return true;
  }
  return false;
}
