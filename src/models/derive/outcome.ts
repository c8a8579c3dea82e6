/** What was found out, or why not: `path` is the manifest key that would settle it. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly path: string; readonly reason: string };

export const found = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const missing = (path: string, reason: string): Outcome<never> => ({ ok: false, path, reason });
