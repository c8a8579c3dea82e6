import { openFilesLimit } from '../common/open-files.js';
import { ConfigError } from '../config/env.js';
import { EX_CONFIG } from '../config/exit-code.js';
import { DataFolderInUseError } from '../database/embedded/data-folder-lock.js';
import { tooFewFiles } from './load-program.js';

/** Ends the process for a fault of the start: one the operator has to mend is told in plain words, without a stack. */
export function exitWith(error: unknown): never {
  const isForOperator = error instanceof ConfigError || error instanceof DataFolderInUseError;
  if (isForOperator) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EX_CONFIG);
  }
  const said = listenFault(error) ?? fileFault(error) ?? limitFault(error);
  if (said !== undefined) {
    process.stderr.write(`${said}\n`);
    process.exit(EX_CONFIG);
  }
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
}

/** Why the port cannot be opened, and what would be right; undefined for any other error. */
export function listenFault(error: unknown): string | undefined {
  const { code, syscall, port, address, hostname, setting = 'PORT' } = error as ListenError;
  const where = `${address ?? ''}:${port ?? ''}`;
  if (code === 'EADDRINUSE') return `${where} is in use by another process; choose another ${setting}`;
  if (syscall === 'listen' && code === 'EACCES') {
    return `${where} is for privileged processes only; choose a ${setting} of 1024 or more`;
  }
  if (syscall === 'listen' && code === 'EADDRNOTAVAIL') {
    return `${address ?? ''} is no address of this machine; choose another HOST, 0.0.0.0 for all of them`;
  }
  if (syscall === 'getaddrinfo' && hostname !== undefined) {
    return `HOST '${hostname}' is no address that can be found (${code ?? ''}); 0.0.0.0 is every address of this machine`;
  }
  return undefined;
}

/** What a server that ran as somebody else has left behind. */
function fileFault(error: unknown): string | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException;
  if (path === undefined || !['EACCES', 'EPERM', 'EROFS'].includes(code)) return undefined;
  return (
    `${path} cannot be used by user id ${process.getuid?.() ?? 'unknown'} (${code}); ` +
    'DATA_DIR and everything in it must belong to the user of the server'
  );
}

/** Where modules are loaded one after the other, the limit shows only now. */
function limitFault(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  // Asking for the limit takes a file, which there may not be.
  return code === 'EMFILE' ? tooFewFiles(openFilesLimit(), error) : undefined;
}

type ListenError = NodeJS.ErrnoException & {
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
  /** Which one names the port. */
  readonly setting?: string;
};
