import { basename } from 'node:path';

import type { TensorInfo } from '../../inference/model-spec.js';
import type { HubExport } from '../hub/hub-export.js';
import { ManifestError } from '../manifest/manifest-error.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { ModelFolder, VersionFile } from '../repository/model-folder.js';
import { chooseTask } from './choose-task.js';
import type { DerivedVersion, DeriveDefaults } from './derived-version.js';
import { executionSpec } from './execution-spec.js';
import { checkReadable, checkServed, hubNotes } from './hub-faults.js';
import { metadataLabels } from './metadata-labels.js';
import { Provenance } from './provenance.js';
import { regionSpec } from './region-spec.js';
import { storageSpec } from './storage-spec.js';
import { taskSpec } from './task-spec.js';
import { inputTooLarge } from './tensor-limit.js';
import { ttaSpec } from './tta-spec.js';
import { ultralyticsInfo } from './ultralytics.js';

/** What identifies the files of a version. */
export interface VersionSource {
  readonly model: Pick<ModelFolder, 'name' | 'manifest' | 'labels' | 'labelsBeside' | 'manifestPath'>;
  readonly version: VersionFile;
  /** sha256, see `modelDigest`. */
  readonly digest: string;
  /** ONNX file and external data together. */
  readonly sizeBytes: number;
  /** What files of Hugging Face and timm beside the model tell; null where there are none. */
  readonly hub?: HubExport | null;
}

/**
 * Fills in everything that is known of a version: manifest first, then what the ONNX file tells, then the defaults.
 *
 * @throws ManifestError with every contradiction between manifest and file
 * @throws ModelFileError when the file cannot be served whatever the manifest says
 */
export function deriveSpec(source: VersionSource, info: OnnxInfo, defaults: DeriveDefaults): DerivedVersion {
  const { model, version, digest, sizeBytes } = source;
  const { manifest, labels } = model;
  const hub = source.hub ?? null;
  const manifestFile = model.manifestPath === null ? 'model.yaml' : basename(model.manifestPath);
  const ultralytics = ultralyticsInfo(info.file.metadata);
  const labelCount = labels?.length ?? null;
  checkReadable(hub, info, manifest);
  const choice = chooseTask({ info, manifest, labelCount, ultralytics, hub, manifestFile });
  checkServed(hub, choice, manifest);
  const provenance = new Provenance();
  const faults: string[] = [];
  const notes: string[] = [];
  const task = taskSpec(choice, info.outputs, {
    info,
    manifest,
    labels,
    labelsBeside: model.labelsBeside ?? null,
    metadataLabels: metadataLabels(info.file.metadata),
    ultralytics,
    hub,
    provenance,
    faults,
    notes,
  });
  const tta = ttaSpec(manifest.tta, task, provenance, faults);
  const region = regionSpec(manifest, task, provenance, faults);
  const execution = executionSpec(manifest, task, info, defaults, provenance, faults);
  const { cache, history } = storageSpec(manifest, task.kind, defaults, provenance, faults);
  if (faults.length > 0) throw new ManifestError(manifestFile, faults);
  const tooLarge = inputTooLarge(info.inputs, task, defaults.maxTensorBytes);
  if (tooLarge !== null) throw new ModelFileError(basename(version.modelPath), tooLarge);
  // A table of numbers was never going to be a picture; four dimensions may have been meant as one.
  const isFallback =
    choice.kind === 'tensor' &&
    manifest.task === undefined &&
    (choice.isNotable === true || info.inputs.some(({ dims }) => dims.length === 4));
  return {
    spec: {
      name: model.name,
      version: version.version,
      modelPath: version.modelPath,
      digest,
      inputs: info.inputs.map(plainTensor),
      outputs: info.outputs.map(plainTensor),
      task,
      execution,
      ...(region && { region }),
      ...(tta && { tta }),
    },
    description: manifest.description ?? null,
    notice: manifest.notice ?? null,
    origins: provenance.origins(),
    explained: provenance.tree(),
    cache,
    history,
    golden: null,
    notes: [...notesOf(info, isFallback ? choice.note : null), ...notes, ...hubNotes(hub, task)],
    sizeBytes,
  };
}

const plainTensor = ({ name, type, dims, unranked }: TensorInfo): TensorInfo =>
  unranked ? { name, type, dims, unranked } : { name, type, dims };

function notesOf({ file, unservedOutputs }: OnnxInfo, whyTensor: string | null): string[] {
  const notes: string[] = [];
  if (whyTensor !== null) notes.push(`served as plain tensors: ${whyTensor}`);
  for (const { name, kind } of unservedOutputs) {
    notes.push(`output '${name}' is a ${kind}, which onnxruntime-node cannot fetch; it is left out`);
  }
  if (file.omittedMetadata.length > 0) {
    notes.push(`metadata left unread for its size: ${file.omittedMetadata.slice(0, 10).join(', ')}`);
  }
  return notes;
}
