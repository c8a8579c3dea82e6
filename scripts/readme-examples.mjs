import { spawn } from 'node:child_process';

/** The examples of README.md that are run as they stand, each a block of commands and, folded up, the answer of the last one. */
const EXAMPLE = /```sh\n([^]*?)```\n+<details>.*\n+```json\n([^]*?)```/g;
const SECTION = /<!-- answers: [^>]*-->([^]*?)<!-- \/answers -->/;
/** The address that the examples are written for. */
const WRITTEN_FOR = 'http://localhost:8080';
const MAX_ITEMS = 2;
const LIMIT_MS = 120_000;

/**
 * @param {string} readme
 * @returns {{ commands: string, answer: string }[]}
 */
export function readExamples(readme) {
  const [, section = ''] = SECTION.exec(readme) ?? [];
  return [...section.matchAll(EXAMPLE)].map(([, commands = '', answer = '']) => ({ commands, answer }));
}

/**
 * Runs an example as somebody who copies it into a terminal would, against a server at another address.
 *
 * @param {string} commands
 * @param {string} url of the server
 * @param {string} folder the repository's root
 * @returns {Promise<unknown>} the answer of the last command, which writes JSON
 * @throws Error when a command ends with a fault, or the answer is one
 */
export async function runExample(commands, url, folder) {
  const lines = commands.trimEnd().split('\n');
  const last = `${lines.pop()}\n`;
  const script = `set -eu\n${lines.map((line) => (line.startsWith('curl') ? `${line} >/dev/null` : line)).join('\n')}\n${last}`;
  const child = spawn('bash', ['-c', script.replaceAll(WRITTEN_FOR, url)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LIMIT_MS,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`the example ended with ${code}:\n${commands}\n${output}`);
  const answer = JSON.parse(output);
  if (answer.error !== undefined) throw new Error(`the example is refused:\n${commands}\n${output}`);
  return answer;
}

/**
 * The answer as a page has room for: lists are cut after two, digests after twelve digits.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function shortened(value) {
  if (Array.isArray(value)) {
    const isNumbers = value.every((item) => typeof item === 'number');
    return (isNumbers ? value : value.slice(0, MAX_ITEMS)).map(shortened);
  }
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shortened(member)]));
}

/**
 * What an answer is made of: names and kinds of values. Lists of things have the shape of their first one; null stands for
 * whatever may be null.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
export function shapeOf(value) {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/**
 * The README with answers in the place of those that are there.
 *
 * @param {string} readme
 * @param {readonly unknown[]} answers in the order of the examples
 */
export function withAnswers(readme, answers) {
  let index = 0;
  return readme.replace(SECTION, (section) =>
    section.replace(EXAMPLE, (block, _commands, answer) => {
      const text = `${JSON.stringify(shortened(answers[index++]), null, 2)}\n`;
      return `${block.slice(0, block.length - answer.length - 3)}${text}\`\`\``;
    }),
  );
}
