#!/usr/bin/env node
/**
 * `npx sibyl <command>`. A fresh clone has nothing compiled yet: whoever types a command wants its answer, so the code is built
 * first, once. Later changes of the source need `npm run build`, as they do for the server.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = new URL('../dist/src/cli/main.js', import.meta.url);

if (!existsSync(program)) build();
const { loadProgram } = await import(new URL('../dist/src/process/load-program.js', import.meta.url).href);
await loadProgram(() => import(program.href));

function build() {
  process.stderr.write('sibyl: building the project first; this happens once\n');
  let compiler = '';
  try {
    compiler = createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  } catch {
    fail('the development packages are missing: run `npm ci`');
  }
  const { status } = spawnSync(process.execPath, [compiler, 'build'], {
    cwd: root,
    // The answer alone belongs on stdout.
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0 || !existsSync(program)) fail('the build failed: see above, or run `npm run build`');
}

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`sibyl: ${reason}\n`);
  process.exit(1);
}
