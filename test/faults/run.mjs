/** npm run test:faults: breaks what the server depends on while it is under load. See docs/reliability.md. */
import { readdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

import { readOptions } from './options.mjs';
import { markdownPage } from './support/markdown.mjs';
import { Trial } from './support/trial.mjs';

const FOLDER = new URL('scenarios/', import.meta.url);
/** A scenario that takes longer hangs, and is given up with everything that it started. */
const LIMIT_MS = 15 * 60_000;

const names = readdirSync(fileURLToPath(FOLDER))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -4))
  .toSorted();
const options = readOptions(names);
const scenarios = await Promise.all(
  names.map(async (name) => ({ name, ...(await import(new URL(`${name}.mjs`, FOLDER).href)).default })),
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

if (options.isList) {
  for (const { name, ids, about } of scenarios) console.log(`${name.padEnd(22)} ${ids.join(' ')}: ${about}`);
  process.exit(0);
}

const [loadBefore = 0] = loadavg();
const results = [];
for (const scenario of scenarios.filter(isWanted)) results.push(await run(scenario));
report();

function isWanted({ name, isSmoke }) {
  return options.names ? options.names.includes(name) : !options.isSmoke || isSmoke === true;
}

async function run({ name, ids, about, run: body }) {
  console.log(`\n== ${name} (${ids.join(' ')}): ${about}`);
  const started = performance.now();
  const trial = new Trial({ ...options, say: (text) => console.log(text.replace(/^/gm, '  ')) });
  let fault;
  let limit;
  try {
    const overdue = new Promise((_, reject) => {
      limit = setTimeout(reject, LIMIT_MS, new Error(`it did not end within ${LIMIT_MS / 60_000} minutes`));
    });
    await Promise.race([body(trial), overdue]);
  } catch (error) {
    fault = String(error?.stack ?? error);
    console.log(`  FAILED  ${fault}`);
  }
  clearTimeout(limit);
  await trial.end();
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`== ${name}: ${seconds} s`);
  return { name, ids, about, seconds, fault, findings: trial.findings, told: trial.told };
}

function report() {
  const all = results.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })));
  const broken = results.filter(({ fault }) => fault !== undefined);
  const failed = all.filter(({ isMet, isFigure }) => !isMet && (!isFigure || options.isStrict));
  const missed = all.filter(({ isMet, isFigure }) => !isMet && isFigure && !options.isStrict);
  console.log('\n== together');
  for (const { name, ids, what, measured } of missed)
    console.log(`not met: ${name} (${ids.join(' ')}): ${what}: ${measured}`);
  for (const { name, ids, what, measured } of failed)
    console.log(`FAILED: ${name} (${ids.join(' ')}): ${what}: ${measured}`);
  for (const { name, fault } of broken) console.log(`FAILED: ${name}: ${fault.split('\n')[0]}`);
  const good = all.length - failed.length - missed.length;
  console.log(
    `${results.length} scenarios: ${good} hold, ${missed.length} figures not met, ${failed.length + broken.length} failed`,
  );
  if (options.markdown) writeFileSync(options.markdown, markdownPage(results, options, loadBefore));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
  process.exit(failed.length + broken.length > 0 ? 1 : 0);
}
