import type { Style, Terminal } from './terminal.js';

export interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

const GAP = '  ';

/** Of a column that is not the last: longer texts are broken too, so that the last keeps room. */
const WIDEST_COLUMN = 34;
const NARROWEST_COLUMN = 16;

/**
 * Rows in columns: every column as wide as it has to be, the last takes what is left of `terminal.width`. Longer cells go on in
 * the next line.
 *
 * @param head titles of the columns; none for a list of names and values
 * @returns lines without line breaks
 */
export function textTable(
  terminal: Terminal,
  rows: readonly (readonly Cell[])[],
  head: readonly string[] = [],
): string[] {
  const all = head.length > 0 ? [head.map((text): Cell => ({ text, style: 'dim' })), ...rows] : rows;
  const widths = columnWidths(all, terminal.width);
  return all.flatMap((row) => rowLines(terminal, row, widths));
}

function columnWidths(rows: readonly (readonly Cell[])[], total: number): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  const wanted = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.text.length ?? 0)),
  );
  const widths = wanted.slice(0, -1).map((width) => Math.min(width, WIDEST_COLUMN));
  const used = widths.reduce((sum, width) => sum + width + GAP.length, 0);
  return [...widths, Math.max(NARROWEST_COLUMN, Math.min(wanted.at(-1) as number, total - used))];
}

function rowLines(terminal: Terminal, row: readonly Cell[], widths: readonly number[]): string[] {
  const columns = row.map(({ text }, column) => wrap(text, widths[column] as number));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    columns
      .map((lines, column) => {
        const text = lines[index] ?? '';
        const style = row[column]?.style;
        const padding = ' '.repeat(Math.max(0, (widths[column] as number) - text.length));
        return `${style ? terminal.style(style, text) : text}${column === columns.length - 1 ? '' : padding}`;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** Breaks a text between words, its indent kept; a word that is longer than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  const [indent = ''] = /^ */.exec(text) ?? [];
  let line = '';
  for (const word of text.slice(indent.length).split(' ')) {
    const joined = line === '' ? `${indent}${word}` : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = `${indent}${word}`;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
