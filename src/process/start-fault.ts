import { ConfigError } from '../config/env.js';
import { EX_CONFIG } from '../config/exit-code.js';
import { DataFolderInUseError } from '../database/embedded/data-folder-lock.js';

/** Ends the process for a fault of the start: one the operator has to mend is told in plain words, without a stack. */
export function exitWith(error: unknown): never {
  const isForOperator = error instanceof ConfigError || error instanceof DataFolderInUseError;
  if (isForOperator) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    const {
      port,
      address,
      setting = 'PORT',
    } = error as { port?: number; address?: string; setting?: string };
    process.stderr.write(
      `${address ?? ''}:${port ?? ''} is in use by another process; choose another ${setting}\n`,
    );
    process.exit(EX_CONFIG);
  }
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
}
