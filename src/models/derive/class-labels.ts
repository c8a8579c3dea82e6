import type { Label } from '../../inference/model-spec.js';
import type { TaskParts } from './task-parts.js';

/**
 * The classes of a model, index by index: declared, else from the file's metadata, else numbered.
 *
 * @param classCount null when the graph leaves it open
 * @param familyNames what every model of the family finds
 */
export function classLabels(
  classCount: number | null,
  parts: TaskParts,
  familyNames?: readonly string[],
): readonly Label[] {
  const { labels, ultralytics, provenance, faults } = parts;
  const named = (ultralytics?.names ?? familyNames)?.map((name) => ({ name }));
  const known = labels ?? named;
  if (known !== undefined && classCount !== null && known.length !== classCount) {
    const source = labels === null ? 'in the metadata of the file' : 'declared';
    faults.push(`labels: ${known.length} are ${source}, but the model has ${classCount} classes`);
  }
  if (known === undefined && classCount === null) {
    faults.push('labels: the model does not tell how many classes it has, so they have to be named');
  }
  return provenance.take('labels', {
    declared: labels ?? undefined,
    derived: named,
    fallback: Array.from({ length: classCount ?? 0 }, (_, index) => ({ name: `class_${index}` })),
    note:
      named === undefined
        ? 'numbered, since neither manifest nor file names them; check with the makers'
        : ultralytics === null
          ? 'what every model of this family finds'
          : "from the file's metadata",
  });
}
