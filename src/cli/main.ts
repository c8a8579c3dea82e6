import 'reflect-metadata';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadEnv } from '../config/env.js';
import { terminalSettings } from '../config/terminal-settings.js';
import { COMMANDS } from './commands.js';
import { runCli } from './run-cli.js';
import { Terminal } from './terminal.js';

/** The program behind `npx sibyl`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read the output has seen enough: `sibyl inspect ... | head`.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const packageRoot = fileURLToPath(new URL('../../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
  version: string;
};
process.exitCode = await runCli(process.argv.slice(2), {
  terminal: new Terminal(process.stdout, process.stderr, terminalSettings()),
  cwd: process.cwd(),
  packageRoot,
  commands: COMMANDS,
  version,
  env: loadEnv,
});
