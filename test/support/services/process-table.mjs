import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ pid: number, parentPid: number, state: string }} ProcessEntry `state` as ps prints it: Z is a zombie */

/** Every process that may be seen: from /proc, or from `ps` where there is none (macOS). @returns {ProcessEntry[]} */
export function listProcesses() {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readProcEntry);
  } catch {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state=']).toString();
    return table.split('\n').flatMap((line) => {
      const [pid, parentPid, state] = line.trim().split(/\s+/);
      return pid && parentPid && state ? [{ pid: Number(pid), parentPid: Number(parentPid), state }] : [];
    });
  }
}

/** @param {string} name @returns {ProcessEntry[]} none when the process ended meanwhile */
function readProcEntry(name) {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [{ pid: Number(name), parentPid: Number(parentPid), state: state ?? '?' }];
  } catch {
    return [];
  }
}

/** Children of a process, and theirs, without zombies. @param {number} pid @returns {number[]} */
export function descendantsOf(pid) {
  const table = listProcesses().filter((entry) => !entry.state.startsWith('Z'));
  /** @type {number[]} */
  const found = [];
  for (let parents = [pid]; parents.length > 0;) {
    parents = table.filter((entry) => parents.includes(entry.parentPid)).map((entry) => entry.pid);
    found.push(...parents);
  }
  return found;
}

/** Whether the process runs; a zombie does not. @param {number} pid */
export function isAlive(pid) {
  return listProcesses().some((entry) => entry.pid === pid && !entry.state.startsWith('Z'));
}
