import type { TaskSpec } from '../../inference/model-spec.js';
import type { HubExport } from '../hub/hub-export.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { TaskChoice } from './task-choice.js';

/**
 * Refuses a model of pictures beside which a file of Hugging Face or timm lies that cannot be read: without it the model would
 * be fed or named wrongly, and nobody would see it.
 *
 * @throws ModelFileError with what to do
 */
export function checkReadable(hub: HubExport | null, { inputs }: OnnxInfo, manifest: ModelManifest): void {
  const [fault] = hub?.faults ?? [];
  const isOther = manifest.task === 'tensor' || manifest.task === 'tabular';
  const mayBePicture = manifest.input !== undefined || inputs.some(({ dims }) => dims.length === 4);
  if (!fault || isOther || !mayBePicture) return;
  throw new ModelFileError(fault.file, `${fault.reason}; mend it, or take it away`);
}

/**
 * Refuses a model whose pictures these files want in a way that is not served, unless the manifest says another one.
 *
 * @throws ModelFileError with the key to declare
 */
export function checkServed(hub: HubExport | null, choice: TaskChoice, { input }: ModelManifest): void {
  const unserved = hub?.picture?.unserved.find(({ key }) => input?.[key] === undefined);
  if (!unserved || !hub?.picture || !('picture' in choice)) return;
  throw new ModelFileError(
    hub.picture.file,
    `cannot be followed: ${unserved.reason}; declare input.${unserved.key}`,
  );
}

/** What of these files does not fit the graph, and what of them is done in another way. */
export function hubNotes(hub: HubExport | null, task: TaskSpec): readonly string[] {
  if (!hub?.picture || !('image' in task)) return [];
  const { file, notes, size } = hub.picture;
  const { width, height } = task.image;
  if (!size || (size.width === width && size.height === height)) return notes;
  return [
    ...notes,
    `${file} speaks of ${size.width} x ${size.height} pixels, but the input has ${width} x ${height}`,
  ];
}
