import { ManifestError } from '../manifest/manifest-error.js';
import type { TaskChoice, TaskEvidence } from './task-choice.js';
import { tableEvidence, tableOf } from './table-choice.js';

/**
 * Decides whether a model is one for tables. What the manifest asks for must fit the file.
 *
 * @returns null when nothing says so: numbers in two dimensions may be anything
 * @throws ManifestError when a table is declared and the file has none
 */
export function chooseTable({ info, manifest, manifestFile }: TaskEvidence): TaskChoice | null {
  const isAsked =
    manifest.task === 'tabular' || (manifest.task === undefined && manifest.features !== undefined);
  const why = tableEvidence(info);
  if (!isAsked && (manifest.task !== undefined || why === null)) return null;
  const table = tableOf(info, manifest);
  if (table.ok) {
    const note = manifest.task === 'tabular' ? 'as declared' : isAsked ? 'features are declared' : why!;
    return { kind: 'tabular', note, table: table.value };
  }
  if (isAsked) throw new ManifestError(manifestFile, [`${table.path}: ${table.reason}`]);
  return { kind: 'tensor', note: `${why}, but ${table.reason}`, isNotable: true };
}

/** For a model that is nothing else: what to declare if its rows are a table. null when they cannot be one. */
export function tableHint({ info, manifest }: TaskEvidence): string | null {
  if (info.inputs.some(({ dims }) => dims.length !== 2) || !tableOf(info, manifest).ok) return null;
  return "nothing says that its rows are a table; declare 'task: tabular' if they are";
}
