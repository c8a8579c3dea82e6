import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { v7 as uuidv7 } from 'uuid';

import type { Sighting } from './session-summary.js';

/** Activity of sessions by their ids. */
export type DeferredEntries = readonly (readonly [id: string, sightings: readonly Sighting[]])[];

const SUFFIX = '.json';

/** Keeps what could not be written, for the next server on this folder. Whole or not at all. */
export function saveDeferred(folder: string, entries: DeferredEntries): void {
  mkdirSync(folder, { recursive: true });
  const name = join(folder, uuidv7());
  writeFileSync(`${name}.part`, JSON.stringify(entries));
  renameSync(`${name}.part`, `${name}${SUFFIX}`);
}

/** Takes what earlier servers kept: each file goes to one server only. What cannot be read is left where it is. */
export function takeDeferred(folder: string): DeferredEntries {
  return listFiles(folder).flatMap((name) => {
    const taken = join(folder, `${name}.taken`);
    try {
      renameSync(join(folder, name), taken);
      const entries = JSON.parse(readFileSync(taken, 'utf8')) as DeferredEntries;
      const read = entries.map(([id, sightings]) => [id, sightings.map(dated)] as const);
      rmSync(taken);
      return read;
    } catch {
      // Another server was faster, or the file is damaged.
      return [];
    }
  });
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  } catch {
    return [];
  }
}

function dated({ at, findings }: Sighting): Sighting {
  return { at: new Date(at), findings };
}
