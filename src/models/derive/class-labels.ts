import type { Label } from '../../inference/model-spec.js';
import type { TaskParts } from './task-parts.js';

/** Names that some source has for the classes. */
interface Source {
  readonly labels: readonly Label[];
  readonly note: string;
  /** What to say where their number does not fit. */
  readonly miscount: string;
}

/**
 * The classes of a model, index by index: declared, else of a label file that lies beside it, else of Hugging Face's
 * `config.json`, else from the file's metadata, else numbered. What is not declared counts only where its number fits.
 *
 * @param classCount null when the graph leaves it open
 * @param familyNames what every model of the family finds
 * @param mayBeOpen whether the model can be read without knowing how many classes there are
 */
export function classLabels(
  classCount: number | null,
  parts: TaskParts,
  {
    familyNames,
    mayBeOpen = false,
  }: { familyNames?: readonly string[] | undefined; mayBeOpen?: boolean } = {},
): readonly Label[] {
  const { labels, provenance, faults, notes } = parts;
  if (labels !== null && classCount !== null && labels.length !== classCount) {
    faults.push(`labels: ${labels.length} are declared, but the model has ${classCount} classes`);
  }
  const sources = labels === null ? foundSources(parts, familyNames) : [];
  const fitting = sources.find((source) => classCount === null || source.labels.length === classCount);
  for (const { labels: names, miscount } of sources) {
    if (classCount !== null && names.length !== classCount) {
      notes.push(`${miscount} ${names.length} classes, but the model has ${classCount}; not used`);
    }
  }
  if (labels === null && !fitting && classCount === null && !mayBeOpen) {
    faults.push('labels: the model does not tell how many classes it has, so they have to be named');
  }
  return provenance.take('labels', {
    declared: labels ?? undefined,
    derived: fitting?.labels,
    fallback: Array.from({ length: classCount ?? 0 }, (_, index) => ({ name: `class_${index}` })),
    note: fitting?.note ?? 'numbered, since neither manifest nor file names them; check with the makers',
  });
}

function foundSources(
  { labelsBeside, hub, metadataLabels }: TaskParts,
  familyNames?: readonly string[],
): Source[] {
  const sources: Source[] = [];
  if (labelsBeside) {
    const { labels, fileName } = labelsBeside;
    sources.push({ labels, note: `from ${fileName}, which lies beside it`, miscount: `${fileName} names` });
  }
  if (hub?.labels) {
    const { labels, fileName } = hub.labels;
    sources.push({ labels, note: `from ${fileName}`, miscount: `${fileName} names` });
  }
  if (metadataLabels) {
    const { names, key } = metadataLabels;
    const labels = names.map((name) => ({ name }));
    sources.push({
      labels,
      note: "from the file's metadata",
      miscount: `'${key}' in the metadata of the file names`,
    });
  }
  if (familyNames) {
    const labels = familyNames.map((name) => ({ name }));
    sources.push({ labels, note: 'what every model of this family finds', miscount: 'the family has' });
  }
  return sources;
}
