import type { ValidationError, ValidationPipeOptions } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

import { AppError } from './errors.js';

/** Most faults that one answer names. */
const MAX_FAULTS = 50;
const MAX_SHOWN_CHARACTERS = 40;

/**
 * Options of the global ValidationPipe: unknown fields are refused, values become the declared types, and every fault
 * is answered at once as VALIDATION_FAILED.
 */
export const VALIDATION_OPTIONS: ValidationPipeOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  transform: true,
  // For the names of the known fields and for what came; both are shortened below.
  validationError: { target: true, value: true },
  exceptionFactory: (errors: ValidationError[]) =>
    new AppError('VALIDATION_FAILED', { faults: faultsInWords(errors) }),
};

/** One sentence a fault: the field with its path, what would have been right, and what came. */
export function faultsInWords(errors: readonly ValidationError[]): string[] {
  const faults = errors.flatMap((error) => walk(error, ''));
  return faults.length > MAX_FAULTS
    ? [...faults.slice(0, MAX_FAULTS), `and ${faults.length - MAX_FAULTS} more`]
    : faults;
}

function walk(error: ValidationError, parent: string): string[] {
  const isIndex = /^\d+$/.test(error.property);
  const path = isIndex
    ? `${parent}[${error.property}]`
    : parent
      ? `${parent}.${error.property}`
      : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    toSentence(rule, message, path, error),
  );
  return [...own, ...(error.children ?? []).flatMap((child) => walk(child, path))];
}

function toSentence(rule: string, message: string, path: string, error: ValidationError): string {
  if (rule === 'whitelistValidation')
    return `unknown field '${path}'; known fields: ${knownFields(error.target)}`;
  if (rule === 'unknownValue') return 'expected an object with named fields';
  // class-validator starts its messages with the bare name; ours carry the whole path.
  const words = message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message;
  const came = error.value === undefined ? 'it is missing' : `got ${show(path, error.value)}`;
  return `'${path}' ${words}; ${came}`;
}

function knownFields(target: object | undefined): string {
  if (!target) return 'none';
  const rules = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', true, false);
  const names = [...new Set(rules.map((rule) => rule.propertyName))];
  return names.length > 0 ? names.join(', ') : 'none';
}

/** The value as the client will recognise it, short, and never a secret. */
function show(path: string, value: unknown): string {
  if (/password|secret|token|key$/i.test(path)) return 'a value that is not shown';
  if (typeof value === 'string') {
    return value.length > MAX_SHOWN_CHARACTERS
      ? `'${value.slice(0, MAX_SHOWN_CHARACTERS)}…' (${value.length} characters)`
      : `'${value}'`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
