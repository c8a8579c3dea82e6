import type { ImageRegressionSpec } from '../../inference/model-spec.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { TaskChoice } from './task-choice.js';
import { imageSpec, UNIT_VALUES, type PictureProfile } from './image-spec.js';
import type { TaskParts } from './task-parts.js';
import { valueSpecs } from './value-specs.js';

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
    image: imageSpec(picture, manifest.input ?? {}, PROFILE, provenance, faults),
    activation: provenance.take('output.activation', {
      declared: activation === 'softmax' ? undefined : activation,
      fallback: 'none',
    }),
    values: valueSpecs(outputs, output, provenance, faults),
  };
}
