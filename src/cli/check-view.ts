import type { SkippedPath } from '../models/repository/model-folder.js';
import type { CheckedVersion } from './check-repository.js';
import type { LoadOutcome } from './load-versions.js';
import { printable, type Terminal } from './terminal.js';
import { type Cell, textTable } from './text-table.js';

/** A version with all that was found out about it. */
export interface CheckRow {
  readonly checked: CheckedVersion;
  /** null when it was not loaded. */
  readonly load: LoadOutcome | null;
  /** Empty when it is in order. */
  readonly faults: readonly string[];
}

/** What `sibyl check` shows: a line a version, then what was passed over, then the sum. */
export function checkView(
  terminal: Terminal,
  rows: readonly CheckRow[],
  skipped: readonly SkippedPath[],
): string[] {
  const cells = [...rows.flatMap(versionRows), ...skipped.map(skippedRow)];
  const wrong = rows.filter(({ faults }) => faults.length > 0).length + skipped.length;
  const right = rows.length + skipped.length - wrong;
  const sum = `${right} in order, ${wrong} not`;
  return [
    ...textTable(terminal, cells, ['model', 'version', 'task', '', '']),
    '',
    terminal.style(wrong > 0 ? 'red' : 'green', sum),
  ];
}

const OK: Cell = { text: 'ok', style: 'green' };
const FAULT: Cell = { text: 'fault', style: 'red' };

/** A fault a line; notes follow in lines of their own. */
function versionRows({ checked, load, faults }: CheckRow): Cell[][] {
  const { model, version, derived } = checked;
  const name = [{ text: printable(model) }, { text: version }, { text: derived?.spec.task.kind ?? '-' }];
  const notes = [...(derived?.notes ?? []), ...(load?.ok ? load.report.notes : [])].map((text): Cell => ({
    text: printable(text),
    style: 'dim',
  }));
  const texts: Cell[] =
    faults.length > 0
      ? faults.map((text) => ({ text: printable(text) }))
      : load?.ok
        ? [{ text: loadText(load) }, ...notes]
        : notes;
  const [first = { text: '' }, ...more] = texts;
  const blank = { text: '' };
  return [
    [...name, faults.length > 0 ? FAULT : OK, first],
    ...more.map((cell) => [blank, blank, blank, blank, cell]),
  ];
}

function loadText({
  report: { loadMs, warmupMs, rssMb },
  samples,
}: Extract<LoadOutcome, { ok: true }>): string {
  // What is made of others has no memory of its own.
  const memory = rssMb > 0 ? `, ${rssMb} MB` : '';
  const golden = samples > 0 ? `, ${samples} golden sample${samples === 1 ? '' : 's'} answered` : '';
  return `loaded in ${loadMs + warmupMs} ms${memory}${golden}`;
}

const skippedRow = ({ path, reason }: SkippedPath): Cell[] => [
  { text: printable(path) },
  { text: '-' },
  { text: '-' },
  FAULT,
  { text: printable(reason) },
];
