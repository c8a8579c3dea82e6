import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: what Linux counts CPU time in, the same on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has used since its start with all of its threads, user and system, in seconds. */
export function cpuSeconds(pid) {
  const fields = statFields(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU time that all processes of the machine together, and its hypervisor in our place, have used, in seconds. */
export function machineCpuSeconds() {
  const [user, nice, system, , , irq, softirq, steal] = /^cpu +(.*)$/m
    .exec(readFileSync('/proc/stat', 'utf8'))[1]
    .split(' ')
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

/** Resident memory now and at its highest, in MB. */
export function memoryMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
  return { rssMb: read('VmRSS'), peakMb: read('VmHWM') };
}

/** The server and its children by what they do. */
export function serverProcesses(serverPid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === serverPid);
  return {
    http: [serverPid],
    executors: children.filter((pid) => commandLine(pid).startsWith('sibyl-executor')),
    database: children.filter((pid) => commandLine(pid).includes('embedded-server')),
  };
}

function commandLine(pid) {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}

function parentOf(pid) {
  try {
    return Number(statFields(pid)[1]);
  } catch {
    return undefined;
  }
}

/** Fields of /proc/<pid>/stat from the third on: the second, a name in brackets, may hold spaces. */
function statFields(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
