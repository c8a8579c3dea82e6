/** What the system says against reading or copying files; it may be over in a moment. A file that is missing or damaged is none. */
const PASSING = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EIO',
  'ESTALE',
  'EACCES',
  'EPERM',
  'EBUSY',
  'ETIMEDOUT',
]);

/** Whether what went wrong with a model's files has its reason in the machine and not in them, so that it is worth another try. */
export function mayPass(error: unknown): boolean {
  return PASSING.has(String((error as NodeJS.ErrnoException).code));
}

/** Why a model cannot be served, fit for a client: what the system says, without the paths that Node adds to it. */
export function reasonOf(error: unknown): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return message;
  const [what = code] = message.split(`, ${syscall}`);
  return `its files could not be read or copied (${what})`;
}
