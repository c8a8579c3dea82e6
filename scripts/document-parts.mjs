/**
 * The parts of the documentation that are made from the code. Pure: scripts/document.mjs writes them, and
 * test/documentation.e2e-spec.ts compares them with what is committed.
 */

/** @typedef {{ name: string, doc: string, fallback: string, range: string, secret: boolean }} Variable from `describeVariables` */
/** @typedef {{ status: number, help: string }} ErrorEntry */
/** @typedef {{ name: string, help: string, type: unknown, labelNames?: readonly string[] }} Metric as prom-client describes it */

/** @typedef {{ path: string, meaning: string | null, values: string, absent: string | null, nested: { isList: boolean } | null }} ManifestPath from `manifestPaths` */

/** How prom-client numbers its kinds of metrics. */
const METRIC_TYPES = ['counter', 'gauge', 'histogram', 'summary'];

/** @param {readonly Variable[]} variables @returns {string} the whole of `.env.example` */
export function envExample(variables) {
  const head = [
    '# Every setting with its default. Copy what you change into the environment of the server (a shell, Docker, Kubernetes):',
    '# the server reads no file by itself; `node --env-file=.env` does. Written by `npm run docs` from src/config/env.ts.',
  ];
  const blocks = variables.map(({ name, doc, fallback, range }) => {
    const values = range === '' ? '' : ` [${range}]`;
    return `# ${doc}${values}\n#${name}=${fallback}`;
  });
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`;
}

/** @param {readonly Variable[]} variables */
export function settingsTable(variables) {
  return table(
    ['Variable', 'Default', 'Values', 'Meaning'],
    variables.map(({ name, doc, fallback, range }) => [code(name), code(fallback), range, doc]),
  );
}

/** @param {Readonly<Record<string, ErrorEntry>>} errors */
export function errorsTable(errors) {
  return table(
    ['Code', 'Status', 'What it means, and what to do'],
    Object.entries(errors).map(([name, { status, help }]) => [code(name), String(status), help]),
  );
}

/** @param {readonly ManifestPath[]} keys of the manifest; a map is left out, for its keys stand there */
export function manifestTable(keys) {
  return table(
    ['Key', 'Meaning', 'Values', 'Without it'],
    keys
      .filter(({ nested }) => nested === null || nested.isList)
      .map(({ path, meaning, values, absent }) => [code(path), meaning ?? '', values, absent ?? '']),
  );
}

/** @param {readonly Metric[]} metrics of the server's own; Node's and the process's are left out */
export function metricsTable(metrics) {
  const own = metrics.filter(({ name }) => name.startsWith('sibyl_'));
  return table(
    ['Metric', 'Type', 'Labels', 'Meaning'],
    own
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, type, labelNames = [], help }) => [
        code(name),
        METRIC_TYPES[Number(type)] ?? String(type),
        labelNames.map(code).join(', '),
        help,
      ]),
  );
}

/**
 * Puts `content` between the markers `<!-- name: ... -->` and `<!-- /name -->`.
 *
 * @param {string} text @param {string} name @param {string} content @returns {string}
 * @throws Error when the markers are not there
 */
export function withPart(text, name, content) {
  const { start, end } = bounds(text, name);
  return `${text.slice(0, start)}\n${IGNORE_START}\n\n${content}\n\n${IGNORE_END}\n${text.slice(end)}`;
}

/**
 * What stands between the markers.
 *
 * @param {string} text @param {string} name @returns {string}
 * @throws Error when the markers are not there
 */
export function partOf(text, name) {
  const { start, end } = bounds(text, name);
  return text.slice(start, end).replace(IGNORE_START, '').replace(IGNORE_END, '').trim();
}

/** Prettier would pad every cell to the width of the longest. */
const IGNORE_START = '<!-- prettier-ignore-start -->';
const IGNORE_END = '<!-- prettier-ignore-end -->';

/** @param {string} text @param {string} name */
function bounds(text, name) {
  const opening = new RegExp(`<!-- ${name}:[^>]*-->`).exec(text);
  const end = text.indexOf(`<!-- /${name} -->`);
  if (!opening || end < 0)
    throw new Error(`the markers <!-- ${name}: ... --> and <!-- /${name} --> are missing`);
  return { start: opening.index + opening[0].length, end };
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** @param {string} text */
function code(text) {
  return text === '' ? '' : `\`${text}\``;
}

/** What the shown commands run with, so that the number of cores changes nothing. */
export const CLI_ENVIRONMENT = { MODEL_MAX_CONCURRENT: '1' };

/**
 * The commands that a page shows (`<!-- cli inspect x -->` before a block) with what stands in the block.
 *
 * @param {string} text @returns {{ args: string[], shown: string }[]}
 */
export function cliBlocks(text) {
  return [...text.matchAll(CLI_BLOCK)].map(([, args = '', , shown = '']) => ({
    args: args.split(' '),
    shown,
  }));
}

/**
 * Puts the output of each shown command into its block.
 *
 * @param {string} text @param {(args: string[]) => string} run @returns {string}
 */
export function withCliBlocks(text, run) {
  return text.replace(
    CLI_BLOCK,
    (_, args, start, __, end) => `<!-- cli ${args} -->${start}${run(args.split(' '))}${end}`,
  );
}

const CLI_BLOCK = /<!-- cli (.+?) -->(\n\n```\n)([^]*?)(```\n)/g;
