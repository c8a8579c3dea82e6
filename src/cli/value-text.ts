/** A value of a manifest on one line: numbers with six digits, long lists cut. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listText(value);
  return JSON.stringify(value);
}

const MOST_ITEMS = 6;

function listText(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST_ITEMS).map(itemText).join(', ');
  return values.length > MOST_ITEMS ? `[${shown}, ... ${values.length} in all]` : `[${shown}]`;
}

/** A map in a list (a label, a feature) is called by its name. */
function itemText(item: unknown): string {
  const name = typeof item === 'object' && item !== null ? (item as { name?: unknown }).name : undefined;
  return typeof name === 'string' ? name : valueText(item);
}
