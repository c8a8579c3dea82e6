import { lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';

import { unpackWoff } from './woff.js';

/** Packages are found from the program's own folder, which is where the executor was started from. */
const require = createRequire(process.argv[1] ?? join(process.cwd(), 'main.js'));

const FAMILIES = 'DejaVu Sans, Unifont';

/** Scripts that DejaVu Sans draws: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, and common signs. */
const IN_DEJAVU = /^[ -\u06ff\u1e00-\u2043\u2100-\u22ff]*$/;

let everyScript: Promise<void> | undefined;

export interface TextFont {
  /** Pango's description without the size. */
  readonly font: string;
  readonly fontfile: string;
}

/**
 * A font that can draw the text on a machine without any fonts: DejaVu Sans, and GNU Unifont for the characters that it
 * lacks. Unifont takes a moment to load and 12 MB, so it is only loaded when a text needs it.
 */
export async function fontFor(text: string): Promise<TextFont> {
  if (!IN_DEJAVU.test(text)) await (everyScript ??= loadUnifont().catch(() => undefined));
  return { font: `${FAMILIES} Bold`, fontfile: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf') };
}

/**
 * Makes Unifont known to this process. It comes packed as WOFF, which the text renderer cannot read, and has to be a
 * file. Where no file can be written, characters outside DejaVu Sans are drawn as boxes with their number.
 */
async function loadUnifont(): Promise<void> {
  const fontfile = await unpackedUnifont();
  await sharp({ text: { text: 'a', font: 'Unifont 12', fontfile } })
    .raw()
    .toBuffer();
}

/** Unpacked once for all processes of this user, in a folder that nobody else can write to. */
async function unpackedUnifont(): Promise<string> {
  const { version } = require('@fontsource/unifont/package.json') as { version: string };
  const userId = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `sibyl-fonts-${userId}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid && (found.uid !== userId || (found.mode & 0o022) !== 0))) {
    throw new Error('the folder for fonts belongs to somebody else');
  }
  const path = join(folder, `unifont-${version}.ttf`);
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere) return path;
  const woff = require.resolve('@fontsource/unifont/files/unifont-latin-400-normal.woff');
  const unfinished = join(folder, `${process.pid}.part`);
  await writeFile(unfinished, unpackWoff(await readFile(woff)));
  await rename(unfinished, path);
  return path;
}
