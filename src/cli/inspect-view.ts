import { manifestPaths } from '../models/manifest/manifest-keys.js';
import { ModelManifest } from '../models/manifest/model-manifest.js';
import type { TensorFacts, VersionFacts } from '../models/version-facts.js';
import { needsCheck, ORIGIN_STYLES, type ValueAt, valuesOf } from './explained-values.js';
import { printable, type Terminal } from './terminal.js';
import { type Cell, textTable, wrap } from './text-table.js';
import { valueText } from './value-text.js';

export interface InspectView {
  readonly name: string;
  /** Name of the manifest in use, or null. */
  readonly manifest: string | null;
  readonly facts: VersionFacts;
  /** Of the file and its external data. */
  readonly sizeBytes: number;
  readonly allLabels: boolean;
}

/** Lines of labels that are shown unless all are asked for. */
const MOST_LABEL_LINES = 3;

/** What `sibyl inspect` shows, line by line. */
export function inspectView(terminal: Terminal, view: InspectView): string[] {
  const { name, manifest, facts, sizeBytes, allLabels } = view;
  const values = inOrder(valuesOf(facts.manifest));
  const title = terminal.style('bold', `${printable(name)}, version ${facts.version}`);
  const head = [
    ['task', taskText(facts.task, values)],
    // What is made of other models has no file.
    ...(sizeBytes > 0 ? [['size', sizeText(sizeBytes)]] : []),
    ['sha256', facts.digest],
    ['manifest', manifest === null ? 'none: all is derived or usual' : printable(manifest)],
  ];
  const checks = values.filter(needsCheck).map(({ path }) => path);
  return [
    title,
    ...textTable(
      terminal,
      head.map(([key = '', text = '']) => [{ text: `  ${key}`, style: 'dim' }, { text }]),
    ),
    ...section(terminal, 'Tensors', tensorRows(terminal, facts)),
    ...section(terminal, `Labels (${facts.num_classes})`, labelLines(terminal, facts, allLabels)),
    ...section(terminal, 'Manifest', valueTable(terminal, values)),
    ...section(
      terminal,
      'Notes',
      facts.notes.flatMap((note) => bullet(terminal, printable(note))),
    ),
    ...(checks.length === 0
      ? []
      : [
          '',
          ...wrap(
            `Not in the file, so compare with what the model's makers do: ${checks.join(', ')}`,
            terminal.width,
          ).map((line) => terminal.style('yellow', line)),
        ]),
  ];
}

/** As in the documentation, with what it does not know at the end. */
function inOrder(values: readonly ValueAt[]): ValueAt[] {
  const paths = manifestPaths(ModelManifest).map(({ path }) => path);
  const place = ({ path }: ValueAt): number => (paths.includes(path) ? paths.indexOf(path) : paths.length);
  return values.toSorted((a, b) => place(a) - place(b));
}

function sizeText(bytes: number): string {
  if (bytes < 1e4) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

/** Nothing where there is nothing to show. */
function section(terminal: Terminal, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', terminal.style('bold', title), ...lines];
}

function taskText(task: string, values: readonly ValueAt[]): string {
  const entry = values.find(({ path }) => path === 'task');
  const why = entry?.note ?? (entry?.origin === 'declared' ? 'the manifest says so' : '');
  return why === '' ? task : `${task} (${printable(why)})`;
}

function tensorRows(terminal: Terminal, { inputs, outputs }: VersionFacts): string[] {
  return textTable(terminal, [
    ...inputs.map((tensor) => tensorRow('in', tensor)),
    ...outputs.map((tensor) => tensorRow('out', tensor)),
  ]);
}

const tensorRow = (role: string, tensor: TensorFacts): Cell[] => [
  { text: `  ${role}`, style: 'dim' },
  { text: printable(tensor.name) },
  { text: shapeText(tensor) },
];

const shapeText = ({ datatype, shape }: TensorFacts): string =>
  `${datatype}[${shape.map((dim) => (dim === '' ? '?' : printable(String(dim)))).join(', ')}]`;

function labelLines(terminal: Terminal, { labels }: VersionFacts, all: boolean): string[] {
  const names = labels.map(({ name }, index) => `${index} ${printable(name)}`);
  if (names.length === 0) return [];
  if (all) return names.map((line) => `  ${line}`);
  const lines = wrap(names.map((name) => name.replaceAll(' ', '\u00a0')).join(', '), terminal.width - 2).map(
    (line) => `  ${line.replaceAll('\u00a0', ' ')}`,
  );
  if (lines.length <= MOST_LABEL_LINES) return lines;
  return [...lines.slice(0, MOST_LABEL_LINES), terminal.style('dim', '  ... all of them with --labels')];
}

function valueTable(terminal: Terminal, values: readonly ValueAt[]): string[] {
  const rows = values.map((entry) => [
    { text: `  ${entry.path}` },
    {
      text:
        entry.path === 'labels'
          ? `${(entry.value as unknown[]).length} labels`
          : printable(valueText(entry.value)),
    },
    { text: entry.origin, style: ORIGIN_STYLES[entry.origin] },
    { text: printable(entry.note ?? ''), style: needsCheck(entry) ? ('yellow' as const) : ('dim' as const) },
  ]);
  return rows.length === 0 ? [] : textTable(terminal, rows, ['  key', 'value', 'origin', 'note']);
}

function bullet(terminal: Terminal, text: string): string[] {
  return wrap(text, terminal.width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}
