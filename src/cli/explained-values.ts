import type { ExplainedTree, ExplainedValue, Origin } from '../models/derive/derived-version.js';
import type { Style } from './terminal.js';

/** A value of the manifest with its path: `input.color`. */
export interface ValueAt extends ExplainedValue {
  readonly path: string;
}

/** How each origin is coloured: what was said, what is known, what is only usual. */
export const ORIGIN_STYLES: Readonly<Record<Origin, Style>> = {
  declared: 'green',
  derived: 'cyan',
  default: 'dim',
};

/** Every value of a tree in its order, with its path. */
export function valuesOf(tree: ExplainedTree, prefix = ''): ValueAt[] {
  return Object.entries(tree).flatMap(([key, node]) => {
    const path = `${prefix}${key}`;
    return isValue(node) ? [{ ...node, path }] : valuesOf(node, `${path}.`);
  });
}

/** A section may have a key called `origin`, but never one whose value is a word. */
function isValue(node: ExplainedValue | ExplainedTree): node is ExplainedValue {
  return typeof node['origin'] === 'string';
}

/** Whether a value is only usual and the model is wrong with another: the notes say so. */
export const needsCheck = ({ origin, note }: ExplainedValue): boolean =>
  origin === 'default' && (note?.includes('check with the makers') ?? false);
