import { createInterface } from 'node:readline/promises';

import { CliError, type CommandCall, EXIT, usageError } from '../command.js';
import type { CatalogueEntry } from './catalogue-entry.js';

/**
 * Shows under which licences models come, and has them accepted: by a person at a terminal, or by `--accept-licence`.
 *
 * @throws CliError when nobody accepts
 */
export async function askLicence(entries: readonly CatalogueEntry[], call: CommandCall): Promise<void> {
  const { terminal } = call;
  for (const { name, author, licence, home } of entries)
    terminal.line(`${terminal.style('bold', name)}: ${licence}, by ${author}; text: ${home}`);
  if (call.flag('accept-licence')) return;
  if (!process.stdin.isTTY || !terminal.isWatched)
    throw usageError(
      'nobody is there to accept the licence; --accept-licence says that you have read and accept it',
    );
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question('Do you accept? [y/N] ');
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    reader.close();
  }
  throw new CliError(EXIT.fault, 'not accepted; nothing was fetched');
}
