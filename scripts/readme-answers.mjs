/**
 * Runs the examples of README.md against the compiled server with its starter models, and writes their answers into it.
 *
 *   npm run readme:answers
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Server } from '../bench/server.mjs';
import { readExamples, runExample, withAnswers } from './readme-examples.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = `${ROOT}README.md`;

const readme = readFileSync(README, 'utf8');
const server = new Server({
  dist: `${ROOT}dist`,
  modelDir: `${ROOT}models`,
  serverEnv: { REQUEST_TIMEOUT_SECONDS: '120' },
  nodeArgs: [],
});
try {
  await server.start();
  await untilDatabase();
  const answers = [];
  for (const { commands } of readExamples(readme)) {
    answers.push(await runExample(commands, server.url, ROOT));
    process.stdout.write(`answered: ${commands.trim().split('\n').at(-1)}\n`);
  }
  writeFileSync(README, withAnswers(readme, answers));
} finally {
  await server.stop();
  server.remove();
}

/** Sessions and subjects need it; it is ready a moment after the models. */
async function untilDatabase() {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if ((await fetch(`${server.url}/v1/predictions`)).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the database was not ready within a minute');
}
