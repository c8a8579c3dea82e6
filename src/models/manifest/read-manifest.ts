import { dirname, join } from 'node:path';

import type { Label } from '../../inference/model-spec.js';
import { LABEL_FILE } from './label-manifest.js';
import { ManifestError } from './manifest-error.js';
import { parseLabelFile, parseLabelList } from './manifest-labels.js';
import type { ParsedLabels } from './manifest-labels.js';
import { shown } from './manifest-rules.js';
import type { ModelManifest } from './model-manifest.js';
import { parseManifest } from './parse-manifest.js';
import { readSmallText } from './small-text.js';

/** A manifest ready for use: checked, with the labels of a label file read in. */
export interface ReadManifest {
  readonly manifest: ModelManifest;
  /** null when the manifest declares none. */
  readonly labels: readonly Label[] | null;
}

/** Labels that nobody declared, of a file that lies where label files do. */
export interface FoundLabels {
  readonly labels: readonly Label[];
  readonly fileName: string;
}

/** Names of label files that are read without being named. */
export const LABEL_FILES = ['labels.txt', 'labels.json'];

/**
 * Reads a label file that no manifest names. What is no label file after all is passed over: nobody said that it is one.
 *
 * @param fileName one of `LABEL_FILES`
 */
export async function readLabelsBeside(folder: string, fileName: string): Promise<FoundLabels | null> {
  try {
    const { labels, faults } = parseLabelFile(await readSmallText(join(folder, fileName)), fileName);
    return faults.length === 0 ? { labels, fileName } : null;
  } catch {
    return null;
  }
}

async function readLabels(declared: unknown, folder: string): Promise<ParsedLabels> {
  if (Array.isArray(declared)) return parseLabelList(declared, 'labels');
  if (typeof declared !== 'string') {
    return {
      labels: [],
      faults: [`labels: ${shown(declared)} is neither a list nor the name of a file beside the manifest`],
    };
  }
  if (!LABEL_FILE.test(declared)) {
    return {
      labels: [],
      faults: [
        `labels: ${shown(declared)} is not the plain name of a file beside the manifest, e.g. labels.txt`,
      ],
    };
  }
  try {
    return parseLabelFile(await readSmallText(join(folder, declared)), declared);
  } catch (error) {
    return { labels: [], faults: [`labels: the file '${declared}' ${(error as Error).message}`] };
  }
}

/**
 * Reads a manifest and the label file that it names.
 *
 * @param path absolute path of the manifest
 * @param file how it is called in messages, e.g. `model.yaml`
 * @throws ManifestError with every fault
 */
export async function readManifest(path: string, file: string): Promise<ReadManifest> {
  let text: string;
  try {
    text = await readSmallText(path);
  } catch (error) {
    throw new ManifestError(file, [(error as Error).message]);
  }
  const { manifest, faults } = parseManifest(text, file);
  const read = manifest.labels === undefined ? null : await readLabels(manifest.labels, dirname(path));
  const all = [...faults, ...(read?.faults ?? [])];
  if (all.length > 0) throw new ManifestError(file, all);
  return { manifest, labels: read?.labels ?? null };
}
