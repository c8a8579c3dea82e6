import { readFileSync } from 'node:fs';

/**
 * How many files and connections this process may have open; Infinity where there is no limit, or where the system is none that says
 * so (Linux does). Node has raised it as far as it may by itself.
 */
export function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
}
