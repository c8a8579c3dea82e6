import { basename, dirname } from 'node:path';

import type { VersionFile } from './model-folder.js';

/** Where exporters of Hugging Face's hub put the weights; what describes them lies one level up. */
export const HUB_FOLDER = 'onnx';

/**
 * Folders whose files belong to a version, the nearest first: its own, and that of its model when it lies below it. A bare file
 * has none: what lies beside it may be anybody's.
 *
 * @param model name of the model, which its folder has
 */
export function versionFolders({ version, modelPath, sharedFolder }: VersionFile, model: string): string[] {
  if (sharedFolder) return [];
  const folder = dirname(modelPath);
  const above = dirname(folder);
  // `name/model.onnx` is version 1 too, and what lies above it belongs to nobody.
  const isBelow = [version, HUB_FOLDER].includes(basename(folder)) && basename(above) === model;
  return isBelow ? [folder, above] : [folder];
}
