import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

import { toolEnvironment } from '../../config/tool-environment.js';

/** What a program may take of the machine, where the system can limit it. */
export interface MediaLimits {
  /** Address space, in MB. */
  readonly memoryMb: number;
  /** Time on all cores together, in seconds: ends a decoder that runs on although this process is gone. */
  readonly cpuSeconds: number;
}

export interface MediaExit {
  /** Null when it was ended by a signal. */
  readonly code: number | null;
  /** The end of what it wrote to stderr: with paths of this machine, so never part of an answer. */
  readonly stderrTail: string;
}

const STDERR_TAIL_CHARS = 4000;

/** No core file, no file at all, bounded address space and time; then the shell becomes the program. */
const LIMITED =
  'ulimit -c 0; ulimit -f 0; ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; shift 2; exec "$@"';

/** Programs in progress, for the one case in which nobody is left to end them. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * One run of ffmpeg or ffprobe: without stdin, with an environment of a few variables, ended by SIGKILL when the signal
 * fires. What it writes to stdout must be read; not reading makes it wait.
 */
export class MediaProcess {
  readonly stdout: Readable;
  /** What it writes to file descriptor 3. */
  readonly notes: Readable;
  /** Resolves when it is gone and its output is closed. Never rejects. */
  readonly exited: Promise<MediaExit>;
  private readonly child: ChildProcess;

  constructor(tool: string, args: readonly string[], limits: MediaLimits, signal: AbortSignal) {
    const command = limited([tool, ...args], limits);
    const child = spawn(command[0] as string, command.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: toolEnvironment(),
      windowsHide: true,
    });
    this.child = child;
    this.stdout = child.stdout as Readable;
    this.notes = child.stdio[3] as Readable;
    const kill = (): void => this.kill();
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill, { once: true });
    let stderrTail = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderrTail = (stderrTail + text).slice(-STDERR_TAIL_CHARS);
    });
    running.add(child);
    this.exited = new Promise((resolve) => {
      const end = (code: number | null): void => {
        running.delete(child);
        signal.removeEventListener('abort', kill);
        resolve({ code, stderrTail });
      };
      child.once('error', (error) => {
        stderrTail += error.message;
        if (child.pid === undefined) end(null);
      });
      child.once('close', end);
    });
  }

  /** Ends it at once; its output ends too. */
  kill(): void {
    this.child.kill('SIGKILL');
    this.stdout.destroy();
    this.notes.destroy();
  }
}

function limited(command: readonly string[], { memoryMb, cpuSeconds }: MediaLimits): readonly string[] {
  if (process.platform === 'win32') return command;
  return ['/bin/sh', '-c', LIMITED, 'sh', String(memoryMb * 1024), String(Math.ceil(cpuSeconds)), ...command];
}
