import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { type CommandCall, CliError, EXIT } from '../command.js';
import { addressOf, type CatalogueEntry, sizeOf } from './catalogue-entry.js';
import { downloadFile } from './download-file.js';
import { drawnSample } from './drawn-sample.js';
import { modelCard } from './model-card.js';
import { Progress } from './progress.js';

export interface PullRequest {
  readonly call: CommandCall;
  /** Absolute. */
  readonly modelDir: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  /** A picture of the user's own for golden samples. */
  readonly samplePath: string | undefined;
}

/** The server looks into no folder whose name begins with a dot. */
const WORKSHOP = '.pull';

/** Whether the models folder has something of that name already. */
export async function isInstalled(name: string, modelDir: string): Promise<boolean> {
  return (await stat(join(modelDir, name)).catch(() => null)) !== null;
}

/**
 * Fetches one model and puts it into the models folder, whole: files, manifest, card and golden samples are made beside it, and
 * appear by one rename. What was fetched before an interruption is used by the next call.
 *
 * @returns names of the golden samples
 * @throws CliError
 */
export async function pullModel(entry: CatalogueEntry, request: PullRequest): Promise<string[]> {
  const workshop = join(request.modelDir, WORKSHOP);
  const fetched = join(workshop, `${entry.name}.files`);
  await fetchFiles(entry, fetched, request);
  // Under its own name, since that is what the model is called while its samples are recorded.
  const draft = join(workshop, `${entry.name}.draft`, entry.name);
  await rm(dirname(draft), { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const { target, sha256 } of entry.files) {
    await mkdir(dirname(join(draft, target)), { recursive: true });
    await copyFile(join(fetched, sha256), join(draft, target));
  }
  await writeFile(join(draft, 'model.yaml'), entry.manifest);
  await writeFile(join(draft, 'README.md'), modelCard(entry, request.baseUrl));
  const isAlone = entry.requires.length === 0;
  const before = isAlone ? await recordSamples(entry, draft, request) : [];
  await install(draft, join(request.modelDir, entry.name));
  await rm(fetched, { recursive: true, force: true });
  await rm(dirname(draft), { recursive: true, force: true });
  // What it is made of lies beside it only now.
  return isAlone ? before : recordSamples(entry, join(request.modelDir, entry.name), request);
}

async function fetchFiles(entry: CatalogueEntry, folder: string, request: PullRequest): Promise<void> {
  const progress = new Progress(request.call.terminal, entry.name, sizeOf(entry));
  let before = 0;
  for (const file of entry.files) {
    const path = join(folder, file.sha256);
    const start = before;
    if ((await stat(path).catch(() => null)) === null)
      await downloadFile({
        url: addressOf(file, request.baseUrl),
        path,
        bytes: file.bytes,
        sha256: file.sha256,
        timeoutMs: request.timeoutMs,
        progress: (done) => progress.show(start + done),
      });
    before += file.bytes;
  }
}

async function recordSamples(entry: CatalogueEntry, folder: string, request: PullRequest): Promise<string[]> {
  const input = await sampleOf(entry, request);
  if (!input) return [];
  // The engine's code is read only now.
  const { recordModel } = await import('../record-model.js');
  const recorded = await recordModel({
    call: request.call,
    modelPath: folder,
    folder: join(folder, 'golden'),
    inputs: [input],
    options: {},
    replace: true,
  });
  return recorded.map(({ name }) => name);
}

async function sampleOf(
  entry: CatalogueEntry,
  { samplePath, call }: PullRequest,
): Promise<{ file: string; bytes: Uint8Array } | undefined> {
  if (samplePath === undefined)
    return entry.sample === null
      ? undefined
      : { file: `${entry.sample}.png`, bytes: drawnSample(entry.sample) };
  const bytes = await readFile(resolve(call.cwd, samplePath)).catch(() => undefined);
  if (!bytes) throw new CliError(EXIT.fault, `'${samplePath}' is not a file that can be read`);
  return { file: basename(samplePath), bytes };
}

async function install(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    throw new CliError(
      EXIT.fault,
      `'${basename(target)}' came into the models folder meanwhile; it was left as it is`,
    );
  }
}
