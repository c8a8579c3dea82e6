import type { ClassificationSpec } from '../../inference/model-spec.js';
import type { TaskChoice } from './choose-task.js';
import { classLabels } from './class-labels.js';
import { confidenceSpec } from './confidence-spec.js';
import { IMAGENET_VALUES, imageSpec, UNIT_VALUES, type PictureProfile } from './image-spec.js';
import type { TaskParts } from './task-parts.js';

type ClassificationChoice = Extract<TaskChoice, { kind: 'image-classification' }>;

/** Fills in a classifier. What the manifest says and the model cannot do goes to `parts.faults`. */
export function classificationSpec(
  { picture, output }: ClassificationChoice,
  parts: TaskParts,
): ClassificationSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const labels = classLabels(output.classCount, parts);
  const isTheirs = ultralytics?.task === 'classify';
  const isNormalized = output.isNormalized || isTheirs;
  const topK = provenance.take('output.top_k', {
    declared: manifest.output?.top_k,
    fallback: Math.min(5, output.classCount),
  });
  if (topK > output.classCount) {
    faults.push(`output.top_k: ${topK}, but the model has ${output.classCount} classes`);
  }
  return {
    kind: 'image-classification',
    image: imageSpec(picture, manifest.input ?? {}, classifierProfile(isTheirs), provenance, faults),
    labels,
    confidence: confidenceSpec(manifest.confidence, provenance),
    activation: provenance.take('output.activation', {
      declared: manifest.output?.activation,
      derived: isNormalized ? 'none' : 'softmax',
      fallback: 'softmax',
      note: isNormalized ? 'the graph puts out probabilities' : 'the graph does not end in Softmax',
    }),
    topK,
  };
}

/** @see https://docs.ultralytics.com/tasks/classify/: shorter side to the size, centre cut out, values 0-1 */
function classifierProfile(isUltralytics: boolean): PictureProfile {
  if (isUltralytics) {
    return {
      color: 'RGB',
      fit: 'center-crop',
      cropFraction: 1,
      pad: 0,
      resample: 'antialias',
      values: UNIT_VALUES,
      isKnown: true,
      note: 'as Ultralytics classifiers are fed',
    };
  }
  return {
    color: 'RGB',
    fit: 'stretch',
    pad: 0,
    resample: 'bilinear',
    values: IMAGENET_VALUES,
    isKnown: false,
    note: 'usual for classifiers (mean and std of ImageNet); not in the file, so check with the makers',
  };
}
