/**
 * JSON text that is equal for equal values: keys sorted by code unit, no white space, fields that are `undefined`
 * left out. Strings, numbers, booleans, null, arrays and plain objects only.
 *
 * @throws TypeError for what JSON cannot carry without loss: functions, symbols, bigints, NaN and infinities
 * @see RFC 8785 for the same idea; this one is not bound to its number format beyond what JSON.stringify writes
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new TypeError(`a ${typeof value} has no JSON form`);
}
