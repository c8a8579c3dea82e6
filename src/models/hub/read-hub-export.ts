import { join } from 'node:path';

import { readSmallText } from '../manifest/small-text.js';
import { hubConfig, isHubConfig, timmConfig } from './hub-config.js';
import type { HubExport, HubPicture } from './hub-export.js';
import { HubFault, isMap, type JsonMap, valueOf } from './json-values.js';
import { processorPicture } from './processor-picture.js';
import { timmPicture } from './timm-picture.js';

const CONFIG = 'config.json';
const PROCESSOR = 'preprocessor_config.json';

type Faults = { file: string; reason: string }[];

/**
 * Reads what Hugging Face's exporters and timm lay beside a model: `config.json` and `preprocessor_config.json`, each from
 * the nearest folder that has it. A file that is there and cannot be used is a fault: without it the model would be fed or
 * named wrongly.
 *
 * @param folders nearest first, see `versionFolders`
 * @returns null when neither is there
 */
export async function readHubExport(folders: readonly string[]): Promise<HubExport | null> {
  const faults: Faults = [];
  const config = await readJson(folders, CONFIG, faults);
  const processor = await readJson(folders, PROCESSOR, faults);
  if (config === null && processor === null && faults.length === 0) return null;
  return hubExport(config, processor, faults);
}

/** What the contents of the files say together. */
export function hubExport(
  config: JsonMap | null,
  processor: JsonMap | null,
  unread: HubExport['faults'] = [],
): HubExport {
  const faults: Faults = [...unread];
  const known = config !== null && isHubConfig(config) ? config : {};
  const told = checked(CONFIG, faults, () => hubConfig(known, CONFIG));
  return {
    labels: told?.labels ?? null,
    kind: told?.kind ?? null,
    isMultiLabel: told?.isMultiLabel ?? null,
    channels: told?.channels ?? null,
    picture: pictureOf(known, processor ?? {}, faults),
    faults,
  };
}

/** The processor's file says it; timm's models have it in `config.json`, or as a part of that file. */
function pictureOf(config: JsonMap, processor: JsonMap, faults: Faults): HubPicture | null {
  const inner = valueOf(processor, 'pretrained_cfg');
  if (isMap(inner)) return checked(PROCESSOR, faults, () => timmPicture(inner, PROCESSOR));
  const model = valueOf(config, 'model_type');
  const theirs = checked(PROCESSOR, faults, () => processorPicture(processor, model, PROCESSOR));
  const timm = timmConfig(config);
  if (theirs !== null || timm === null) return theirs;
  return checked(CONFIG, faults, () => timmPicture(timm, CONFIG));
}

function checked<T>(file: string, faults: Faults, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HubFault)) throw error;
    faults.push({ file, reason: error.message });
    return null;
  }
}

async function readJson(folders: readonly string[], file: string, faults: Faults): Promise<JsonMap | null> {
  for (const folder of folders) {
    let text: string;
    try {
      text = await readSmallText(join(folder, file));
    } catch (error) {
      const { cause, message } = error as Error;
      if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') continue;
      faults.push({ file, reason: message });
      return null;
    }
    return parsed(text, file, faults);
  }
  return null;
}

function parsed(text: string, file: string, faults: Faults): JsonMap | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isMap(value)) return value;
    faults.push({ file, reason: 'is no JSON object' });
  } catch (error) {
    faults.push({ file, reason: `is not JSON: ${(error as Error).message}` });
  }
  return null;
}
