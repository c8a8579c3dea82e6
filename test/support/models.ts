import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = join(__dirname, '../..');

/** A model of a temporary repository. Keys of `files` are paths inside its folder. */
export interface ModelEntry {
  name: string;
  /** Text or bytes to write, or an existing file or folder to copy. */
  files: Record<string, string | Uint8Array | { copyOf: string }>;
}

/** Makes a MODEL_DIR in the temporary folder: one folder a model. The caller removes it with `removeModelDir`. */
export function makeModelDir(entries: ModelEntry[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sibyl-models-'));
  for (const entry of entries) {
    for (const [path, content] of Object.entries(entry.files)) {
      const target = join(folder, entry.name, path);
      mkdirSync(dirname(target), { recursive: true });
      if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(target, content);
      else cpSync(content.copyOf, target, { recursive: true });
    }
  }
  return folder;
}

export function removeModelDir(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The folder of real models, pictures and expected answers, which is not part of the repository; `undefined` where this machine has
 * none.
 */
export const acceptanceDir: string | undefined = [
  process.env.ACCEPTANCE_DIR,
  join(ROOT, '../shared/acceptance'),
].find((folder): folder is string => !!folder && existsSync(join(folder, 'expected')));

/** A path inside the acceptance folder: `acceptancePath('images/photos/bus.jpg')`. */
export function acceptancePath(path: string): string {
  return resolve(acceptanceDir ?? ROOT, path);
}

/** `describe` for tests that need the acceptance folder: skipped, with the reason in the name, where it is absent. */
export function describeWithAcceptance(name: string, body: () => void): void {
  if (acceptanceDir) describe(name, body);
  // Not with `body`: jest runs it to collect the tests, and many read their tables from the folder there.
  // eslint-disable-next-line jest/no-disabled-tests
  else describe.skip(name, () => it('needs an acceptance folder (set ACCEPTANCE_DIR)', () => undefined));
}
