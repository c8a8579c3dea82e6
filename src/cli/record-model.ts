import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { Logger } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { ModelLoadError } from '../inference/executor-process.js';
import { Metrics } from '../metrics/metrics.js';
import { deriveDefaults } from '../models/derive/derive-defaults.js';
import { deriveVersion } from '../models/derive/prepare-version.js';
import { EngineFactory } from '../models/engine.factory.js';
import { type RecordedInput, type RecordedSample, recordGolden } from '../models/golden/record-golden.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import { ModelFileError } from '../models/onnx-reader/model-file-error.js';
import { ModelSnapshots } from '../models/snapshot/model-snapshots.js';
import { CliError, type CommandCall, EXIT } from './command.js';
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
 * Starts a model in a process of its own, as the server would, and records golden samples with it.
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
  const { model, version } = await locateModel(modelPath, call.cwd);
  const defaults = deriveDefaults(env, availableParallelism());
  const snapshots = new ModelSnapshots(resolve(env.DATA_DIR, 'models'));
  const { spec } = await deriveVersion(model, version, defaults, snapshots);
  if (spec.region || spec.ensemble) {
    throw new CliError(
      EXIT.fault,
      `'${spec.name}' is made with other models, which are not loaded here; record an answer of the running server by hand`,
    );
  }
  // What the engine logs is told in the result.
  Logger.overrideLogger(false);
  const engine = new EngineFactory(env, new Metrics()).make(spec, () => {});
  try {
    await engine.start();
    return await recordGolden(folder, spec, (job) => engine.submit(job), inputs, options, replace);
  } finally {
    await engine.stop();
  }
}
