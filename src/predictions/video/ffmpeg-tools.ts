import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';

import { Injectable } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { toolEnvironment } from '../../config/tool-environment.js';

/** The two programs, found and tried. */
export interface MediaTools {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  /** Options that hand every frame on as it is: neither doubled nor dropped for an even rate. */
  readonly everyFrame: readonly string[];
}

const TRY_TIMEOUT_MS = 10_000;
const HOW_TO_GET =
  'install it (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; the container image has it) or set FFMPEG_PATH';

/** Looks for ffmpeg when the first video comes, and remembers it; where it is missing each video looks again. */
@Injectable()
export class FfmpegTools {
  private found: Promise<MediaTools> | undefined;

  constructor(private readonly env: Env) {}

  /** @throws AppError VIDEO_UNSUPPORTED saying how to get it */
  find(): Promise<MediaTools> {
    this.found ??= this.look().catch((error: unknown) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  private async look(): Promise<MediaTools> {
    const ffmpeg = this.env.FFMPEG_PATH ?? 'ffmpeg';
    const ffprobe = this.env.FFMPEG_PATH === undefined ? 'ffprobe' : besideIt(ffmpeg);
    const where = this.env.FFMPEG_PATH === undefined ? 'on PATH' : 'where FFMPEG_PATH says';
    const version = await firstLine(ffmpeg, 'ffmpeg', where);
    await firstLine(ffprobe, 'ffprobe', where);
    return { ffmpeg, ffprobe, everyFrame: everyFrameOptions(version) };
  }
}

/** `ffprobe` in the folder of `ffmpeg`, with the rest of its name (`ffmpeg-7`, `ffmpeg.exe`). */
function besideIt(ffmpeg: string): string {
  return join(dirname(ffmpeg), basename(ffmpeg).replace('ffmpeg', 'ffprobe'));
}

/** `-fps_mode` came with 5.1; the older `-vsync` is on its way out. A build without a number is a recent one. */
export function everyFrameOptions(version: string): string[] {
  const [, major, minor] = /version n?(\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = major !== undefined && (Number(major) < 5 || (major === '5' && minor === '0'));
  return isOld ? ['-vsync', 'passthrough'] : ['-fps_mode', 'passthrough'];
}

function firstLine(tool: string, name: string, where: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: toolEnvironment(), timeout: TRY_TIMEOUT_MS, windowsHide: true };
    execFile(tool, ['-hide_banner', '-version'], options, (error, stdout) => {
      if (!error) return resolve(stdout.split('\n', 1)[0] ?? '');
      const isMissing = error.code === 'ENOENT';
      const fault = isMissing ? `${name} was not found ${where}` : `${name} ${where} cannot be run`;
      reject(new AppError('VIDEO_UNSUPPORTED', { reason: `${fault}; ${HOW_TO_GET}` }, { cause: error }));
    });
  });
}
