import { resolve } from 'node:path';

import { AppError } from '../common/errors.js';
import { ModelLoadError } from '../inference/executor-process.js';
import { type RecordedInput, type RecordedSample, recordGolden } from '../models/golden/record-golden.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import { ModelFileError } from '../models/onnx-reader/model-file-error.js';
import { ModelSnapshots } from '../models/snapshot/model-snapshots.js';
import { CliError, type CommandCall, EXIT } from './command.js';
import { deriveWithOthers } from './derive-with-others.js';
import { LocalModels } from './local-models.js';
import { locateModel } from './locate-model.js';

export interface RecordRequest {
  readonly call: CommandCall;
  /** Of the model's folder, or of the file of one version. */
  readonly modelPath: string;
  /** Where the samples go. */
  readonly folder: string;
  readonly inputs: readonly RecordedInput[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly replace: boolean;
}

/**
 * Starts a model and those that it is made of in processes of their own, as the server would, and records golden samples with it.
 *
 * @throws CliError with the reason when the model, an input or the folder does not allow it
 */
export async function recordModel(request: RecordRequest): Promise<RecordedSample[]> {
  try {
    return await withEngine(request);
  } catch (error) {
    const isKnown =
      error instanceof ModelFileError ||
      error instanceof ManifestError ||
      error instanceof ModelLoadError ||
      error instanceof AppError;
    throw isKnown ? new CliError(EXIT.fault, error.message) : error;
  }
}

async function withEngine({
  call,
  modelPath,
  folder,
  inputs,
  options,
  replace,
}: RecordRequest): Promise<RecordedSample[]> {
  const env = call.env();
  const snapshots = new ModelSnapshots(resolve(env.DATA_DIR, 'models'));
  const located = await locateModel(modelPath, call.cwd);
  const { derived, others } = await deriveWithOthers(located, env, snapshots);
  const models = new LocalModels([...others, derived], env);
  try {
    const version = await models.load(derived);
    if (version.state !== 'ready') {
      throw new CliError(
        EXIT.fault,
        `'${derived.spec.name}' does not load: ${version.reason ?? version.state}`,
      );
    }
    return await recordGolden(folder, derived.spec, (job) => version.submit(job), inputs, options, replace);
  } finally {
    await models.stop();
  }
}
