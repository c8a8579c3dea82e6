import type { ImageRegressionSpec } from '../../inference/model-spec.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { TaskChoice } from './task-choice.js';
import { imageSpec } from './image-spec.js';
import { UNIT_VALUES, type PictureProfile } from './picture-profile.js';
import type { TaskParts } from './task-parts.js';
import { valueSlots } from './value-slots.js';
import { type NamedSlot, valueSpecs } from './value-specs.js';

type RegressionChoice = Extract<TaskChoice, { kind: 'image-regression' }>;

const PROFILE: PictureProfile = {
  color: 'RGB',
  fit: 'stretch',
  pad: 0,
  resample: 'bilinear',
  values: UNIT_VALUES,
  isKnown: false,
  note: 'plain 0-1, as no two regressions are fed alike; not in the file, so check with the makers',
};

/** Fills in a regression from pictures. What the manifest says and the model cannot do goes to `parts.faults`. */
export function regressionSpec(
  { picture }: RegressionChoice,
  outputs: OnnxInfo['outputs'],
  parts: TaskParts,
): ImageRegressionSpec {
  const { manifest, provenance, faults } = parts;
  const output = manifest.output ?? {};
  const { activation } = output;
  if (activation === 'softmax') {
    faults.push("output.activation: 'softmax' is for classes; a regression has one of none, sigmoid, tanh");
  }
  return {
    kind: 'image-regression',
    image: imageSpec(picture, PROFILE, parts),
    activation: provenance.take('output.activation', {
      declared: activation === 'softmax' ? undefined : activation,
      fallback: 'none',
    }),
    values: valueSpecs(
      outputs,
      output,
      provenance,
      faults,
      namedSlots(outputs, parts),
      'named by config.json',
    ),
  };
}

/** The numbers by the names that Hugging Face's `config.json` has for them; undefined where these do not fit. */
function namedSlots(outputs: OnnxInfo['outputs'], { hub }: TaskParts): readonly NamedSlot[] | undefined {
  const names = hub?.kind?.kind === 'image-regression' ? hub.labels?.labels : undefined;
  const slots = valueSlots(outputs);
  if (!names || !slots.ok || slots.value.length !== names.length) return undefined;
  return slots.value.map((slot, index) => ({ ...slot, name: names[index]!.name }));
}
