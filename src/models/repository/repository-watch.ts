import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Deeper than any file of a model lies. */
const MAX_DEPTH = 4;

/** What lies in the repository, by model name: equal texts mean equal files. */
export type RepositoryPrint = ReadonlyMap<string, string>;

/**
 * Takes a print of every model's files by name, size, time and inode. Reads no file, so it is cheap on network file
 * systems too, where change notifications do not exist.
 */
export async function repositoryPrint(modelDir: string): Promise<RepositoryPrint> {
  const entries = await readdir(modelDir, { withFileTypes: true }).catch(() => []);
  const lines = new Map<string, string[]>();
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const model = entry.isDirectory() ? entry.name : entry.name.replace(/\.(onnx|ya?ml)$/i, '');
    const found = await filesBelow(join(modelDir, entry.name), entry.name, entry.isDirectory(), 1);
    lines.set(model, [...(lines.get(model) ?? []), ...found]);
  }
  return new Map([...lines].map(([model, text]) => [model, digestOf(text)]));
}

function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
}

async function filesBelow(path: string, name: string, isFolder: boolean, depth: number): Promise<string[]> {
  if (!isFolder) {
    const stats = await stat(path).catch(() => null);
    return stats ? [`${name}\0${stats.size}\0${stats.mtimeMs}\0${stats.ino}`] : [];
  }
  if (depth > MAX_DEPTH) return [];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const below = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) =>
        filesBelow(join(path, entry.name), `${name}/${entry.name}`, entry.isDirectory(), depth + 1),
      ),
  );
  return [`${name}/`, ...below.flat()];
}

/** Names of the models whose files differ between two prints, came, or went. */
export function changedModels(before: RepositoryPrint, after: RepositoryPrint): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).toSorted();
}

/**
 * Tells which models have changed once their files have stopped changing: a file that is still being copied changes
 * from one look to the next.
 */
export class RepositoryWatch {
  private acted: RepositoryPrint | undefined;
  private previous: RepositoryPrint = new Map();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly modelDir: string,
    private readonly intervalMs: number,
    private readonly onChange: (models: string[]) => Promise<void>,
  ) {}

  /** Takes the first print, before the repository is read: what changes meanwhile is seen afterwards. */
  async start(): Promise<void> {
    this.acted = await repositoryPrint(this.modelDir);
    this.previous = this.acted;
    this.next();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** One look. */
  async look(): Promise<void> {
    const print = await repositoryPrint(this.modelDir);
    const before = this.acted ?? new Map<string, string>();
    const settled = changedModels(before, print).filter(
      (name) => print.get(name) === this.previous.get(name),
    );
    this.previous = print;
    if (settled.length === 0) return;
    const acted = new Map(before);
    for (const name of settled) {
      const now = print.get(name);
      if (now === undefined) acted.delete(name);
      else acted.set(name, now);
    }
    this.acted = acted;
    await this.onChange(settled);
  }

  private next(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.look().finally(() => this.next()), this.intervalMs).unref();
  }
}
