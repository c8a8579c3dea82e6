import { execFileSync } from 'node:child_process';

/** Whether the programs are on this machine; the tests for videos check the refusal where they are not. */
export const hasFfmpeg = ['ffmpeg', 'ffprobe'].every((program) => {
  try {
    execFileSync(program, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** `describe` for tests that need ffmpeg: skipped, with the reason in the name, where it is absent. */
export function describeWithFfmpeg(name: string, body: () => void): void {
  if (hasFfmpeg) describe(name, body);
  // eslint-disable-next-line jest/no-disabled-tests
  else describe.skip(`${name} (skipped: ffmpeg is not installed)`, body);
}

/** Runs ffmpeg to its end, over files that are there. @returns what it wrote to stdout */
export function ffmpeg(...args: string[]): Buffer {
  const options = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'];
  return execFileSync('ffmpeg', [...options, ...args], { maxBuffer: 256 * 1024 * 1024 });
}
