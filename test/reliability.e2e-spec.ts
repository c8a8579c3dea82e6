import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const COUNTS = { H: 9, O: 14, C: 11, D: 10 };
const VERDICTS = ['yes', 'no', 'part', 'not yet'];

/** Rows of docs/reliability.md: `| H1 | promise | shown by | measured | met |`. */
const rows = [...read('docs/reliability.md').matchAll(/^\| ([HOCD]\d+) \|(.*)\|$/gm)].map(([, id, rest]) => {
  const cells = (rest ?? '').split('|').map((cell) => cell.trim());
  return { id, cells, shownBy: cells[1] ?? '' };
});

describe('docs/reliability.md', () => {
  it('has one row for every promise', () => {
    const promised = Object.entries(COUNTS).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(rows.map(({ id }) => id)).toEqual(promised);
  });

  it.each(rows)('$id has a promise, what shows it, what was measured and a verdict', ({ cells }) => {
    expect(cells).toHaveLength(4);
    expect(cells.filter((cell) => cell === '')).toEqual([]);
    expect(VERDICTS).toContain(cells[3]);
  });

  it.each(rows)('$id names tests that are in the tree', ({ shownBy }) => {
    const files = [...shownBy.matchAll(/`([\w./-]+\.(?:ts|mjs))`((?:,? "[^"]+")*)/g)];
    expect(files.length).toBeGreaterThan(0);
    for (const [, path = '', names = ''] of files) {
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
      const text = read(path);
      for (const [, name = ''] of names.matchAll(/"([^"]+)"/g))
        expect([path, name, text.includes(`'${name}'`)]).toEqual([path, name, true]);
    }
  });
});
