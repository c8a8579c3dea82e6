import { readFileSync } from 'node:fs';

/** A process, so named that another one that got the same id later is not taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as the system counts; null where the system does not tell (outside Linux). */
  readonly started: string | null;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: stat(pid)?.started ?? null };
}

/** True while exactly this process runs. A zombie does not: it holds nothing any more. */
export function isRunning(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it is there, but another user's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = stat(identity.pid);
  if (!now) return true;
  if (now.state === 'Z' || now.state === 'X') return false;
  return identity.started === null || identity.started === now.started;
}

/** The start of a process in characters fit for a file name: with its id it names the owner of a file. */
export function startMark(pid: number): string {
  return identityOf(pid).started?.replace(/\W/g, '_') ?? 'x';
}

/** Whether the process runs that wrote its id and {@link startMark} into a file's name. */
export function isOwnerRunning(pid: number, mark: string): boolean {
  return isRunning(identityOf(pid)) && mark === startMark(pid);
}

/** @see proc(5), /proc/pid/stat: field 3 is the state, 22 the start time in clock ticks since boot */
function stat(pid: number): { state: string; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 2 is the name in brackets and may hold anything, so count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return { state: fields[0] ?? '', started: `${boot}/${fields[19]}` };
  } catch {
    return undefined;
  }
}
