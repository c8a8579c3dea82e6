/** A cell that a spreadsheet would take for a formula, also behind white space. @see OWASP, CSV injection */
const FORMULA = /^\s*[=+\-@]|^[\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

export type CsvValue = string | number | boolean | null;

/**
 * One line of RFC 4180 with its line end. null is an empty cell; a text that a spreadsheet would run as a formula gets an
 * apostrophe in front, which spreadsheets do not show.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
