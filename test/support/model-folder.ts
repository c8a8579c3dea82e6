import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for each test, removed afterwards. */
export class ModelDir {
  readonly root = mkdtempSync(join(tmpdir(), 'sibyl-models-'));

  /** Absolute path of an entry. */
  path(relative: string): string {
    return join(this.root, relative);
  }

  /** Writes files by their relative paths; folders come by themselves. */
  lay(files: Record<string, Buffer | string>): void {
    for (const [relative, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(relative)), { recursive: true });
      writeFileSync(this.path(relative), content);
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
