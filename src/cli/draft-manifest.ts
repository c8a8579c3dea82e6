import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';

import { deriveDefaults } from '../models/derive/derive-defaults.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { prepareVersion } from '../models/derive/prepare-version.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import { parseLabelList } from '../models/manifest/manifest-labels.js';
import { parseManifest } from '../models/manifest/parse-manifest.js';
import { CliError, type CommandCall, EXIT } from './command.js';
import type { LocatedVersion } from './derive-located.js';
import { type ValueAt, valuesOf } from './explained-values.js';
import { manifestText } from './manifest-draft.js';

/**
 * Writes down what a model was found to be, and makes sure that the server reads the same from it: a key that the model refuses
 * when it is declared becomes a comment.
 *
 * @param schema where editors find the schema
 * @returns the text of the manifest
 */
export async function draftManifest(
  located: LocatedVersion,
  call: CommandCall,
  file: string,
  schema: string,
): Promise<string> {
  const { derived, model } = located;
  const refused = new Set<string>();
  for (;;) {
    const text = manifestText({
      name: derived.spec.name,
      file,
      schema,
      values: valuesOf(derived.explained),
      declared: model.manifest,
      refused,
      notes: derived.notes,
    });
    const read = await readBack(text, located, call);
    if (!(read instanceof ManifestError)) return assertSame(read, derived, text);
    const faulty = read.faults.map((fault) => fault.split(':')[0]!);
    const paths = [
      ...faulty,
      ...faulty.flatMap((path) => listsBeside(path, valuesOf(derived.explained))),
    ].filter((path) => !refused.has(path));
    if (paths.length === 0) throw new CliError(EXIT.fault, `no manifest could be written: ${read.message}`);
    for (const path of paths) refused.add(path);
  }
}

/**
 * Lists in the section of a key. Where a short form was declared (`output.names`), the list that says the same at length is
 * what the model refuses beside it.
 */
function listsBeside(path: string, values: readonly ValueAt[]): string[] {
  const section = `${path.split('.')[0]!}.`;
  return values
    .filter((each) => each.path.startsWith(section) && Array.isArray(each.value))
    .map((each) => each.path);
}

/** What the server makes of the text, or its faults. */
async function readBack(
  text: string,
  { model, version }: LocatedVersion,
  { env }: CommandCall,
): Promise<DerivedVersion | ManifestError> {
  try {
    const { manifest, faults } = parseManifest(text, 'model.yaml');
    if (faults.length > 0) return new ManifestError('model.yaml', faults);
    const listed = Array.isArray(manifest.labels) ? parseLabelList(manifest.labels, 'labels') : null;
    if (listed && listed.faults.length > 0)
      return new ManifestError(
        'model.yaml',
        listed.faults.map(() => 'labels: refused'),
      );
    // Labels in a file of their own were read before.
    const labels = typeof manifest.labels === 'string' ? model.labels : (listed?.labels ?? null);
    const defaults = deriveDefaults(env(), availableParallelism());
    return await prepareVersion({ ...model, manifest, labels }, version, defaults);
  } catch (error) {
    if (error instanceof ManifestError) return error;
    throw error;
  }
}

/** @throws CliError when the manifest would change what the model is */
function assertSame(read: DerivedVersion, wanted: DerivedVersion, text: string): string {
  if (isDeepStrictEqual(read.spec, wanted.spec)) return text;
  throw new CliError(
    EXIT.fault,
    `the manifest would change the model '${wanted.spec.name}'; please report this`,
  );
}
