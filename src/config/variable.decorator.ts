import 'reflect-metadata';
import { Transform } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';

/** What the documentation says of one environment variable. */
export interface VariableDescription {
  readonly name: string;
  readonly doc: string;
  /** Default as it would be written in `.env`; empty when unset. */
  readonly fallback: string;
  /** Accepted values in words, from the validators. */
  readonly range: string;
  readonly secret: boolean;
}

interface VariableMetadata {
  readonly name: string;
  readonly doc: string;
  readonly secret: boolean;
}

const registry = new WeakMap<object, VariableMetadata[]>();

/** Environment strings become the field's own type; what does not fit stays a string, for the validator to name. */
function parse(type: unknown, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (type === Number) return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === Boolean) {
    if (/^(true|1|yes|on)$/i.test(text)) return true;
    if (/^(false|0|no|off)$/i.test(text)) return false;
    return text;
  }
  if (type === Array) {
    return text === ''
      ? []
      : text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '');
  }
  return text;
}

/**
 * Marks a field as an environment variable, converted from its string by the field's declared type.
 *
 * @param doc one sentence for the README table and `.env.example`, with the unit
 */
export function Variable(doc: string, options: { secret?: boolean } = {}): PropertyDecorator {
  return (target, key) => {
    const type: unknown = Reflect.getMetadata('design:type', target, key);
    const entries = registry.get(target) ?? [];
    entries.push({ name: String(key), doc, secret: options.secret ?? false });
    registry.set(target, entries);
    Transform(({ value }) => parse(type, value))(target, key as string);
  };
}

/** Those of the classes that a class builds on come first. */
function variablesOf(prototype: object | null): VariableMetadata[] {
  if (prototype === null) return [];
  return [
    ...variablesOf(Object.getPrototypeOf(prototype) as object | null),
    ...(registry.get(prototype) ?? []),
  ];
}

/** Every variable of a class in the order of its fields, for the documentation and its test. */
export function describeVariables(type: new () => object): VariableDescription[] {
  const defaults = new type() as Record<string, unknown>;
  const validators = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return variablesOf(type.prototype as object).map(({ name, doc, secret }) => {
    const rules = validators.filter((rule) => rule.propertyName === name);
    const limit = (kind: string): unknown =>
      rules.find((rule) => rule.name === kind)?.constraints?.[0] as unknown;
    const allowed = limit('isIn') as readonly string[] | undefined;
    const value = defaults[name];
    return {
      name,
      doc,
      secret,
      fallback: Array.isArray(value) ? value.join(',') : value === undefined ? '' : String(value as string),
      range: range(typeof value, limit('min'), limit('max'), allowed),
    };
  });
}

function range(type: string, min: unknown, max: unknown, allowed: readonly string[] | undefined): string {
  if (allowed) return allowed.join(', ');
  if (type === 'boolean') return 'true, false';
  if (min !== undefined && max !== undefined) return `${String(min)} to ${String(max)}`;
  if (min !== undefined) return `>= ${String(min)}`;
  return '';
}
