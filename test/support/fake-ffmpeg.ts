import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder with an `ffprobe` that finds one frame in whatever it is given, and an `ffmpeg` that decodes it for ever: what
 * a hostile video makes of the real one, without the work of making such a video.
 *
 * @returns the path for FFMPEG_PATH; the caller removes the folder around it, in which each run of `ffmpeg` leaves a file
 *   `pid-<its process id>`
 */
export function endlessFfmpeg(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sibyl-fake-ffmpeg-'));
  const program = (name: string, otherwise: string): string => {
    const path = join(folder, name);
    const version = `case "$*" in *-version*) echo "${name} version 7.1"; exit 0;; esac`;
    writeFileSync(path, `#!/bin/sh\n${version}\n${otherwise}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const lines = [
    'packet|pts_time=0.0|flags=K_',
    'stream|codec_name=h264|width=64|height=48',
    'format|start_time=0|duration=1',
  ];
  program('ffprobe', lines.map((line) => `echo '${line}'`).join('\n'));
  // An empty file tells its process id: it may write none with anything in it.
  return program('ffmpeg', `: > '${folder}'/pid-$$\nwhile :; do :; done`);
}
