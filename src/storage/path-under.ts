import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The path of `name` below `root`: the second lock on the door, for a key that got past `isObjectKey`.
 *
 * @param root absolute
 * @returns undefined when the path would be `root` itself or leave it, on any system's reading of separators
 */
export function pathUnder(root: string, name: string): string | undefined {
  if (name === '' || /[\0\\:]/.test(name)) return undefined;
  const path = resolve(root, name);
  const inside = relative(root, path);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    return undefined;
  return path;
}
