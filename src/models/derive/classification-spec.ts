import type { ClassificationSpec } from '../../inference/model-spec.js';
import type { TaskChoice } from './task-choice.js';
import { classLabels } from './class-labels.js';
import type { ClassifierOutput } from './classifier-output.js';
import { confidenceSpec } from './confidence-spec.js';
import { imageSpec } from './image-spec.js';
import { IMAGENET_VALUES, UNIT_VALUES, type PictureProfile } from './picture-profile.js';
import type { Sources } from './provenance.js';
import type { TaskParts } from './task-parts.js';

type ClassificationChoice = Extract<TaskChoice, { kind: 'image-classification' }>;
type Activation = ClassificationSpec['activation'];

/** Fills in a classifier. What the manifest says and the model cannot do goes to `parts.faults`. */
export function classificationSpec(
  { picture, output }: ClassificationChoice,
  parts: TaskParts,
): ClassificationSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const declared = manifest.output ?? {};
  const labels = classLabels(output.classCount, parts);
  const isTheirs = ultralytics?.task === 'classify';
  if (declared.activation === 'tanh') {
    faults.push("output.activation: 'tanh' is for values; a classifier has one of none, softmax, sigmoid");
  }
  const activation = provenance.take<Activation>('output.activation', activationOf(output, isTheirs, parts));
  const multiLabel = provenance.take('output.multi_label', multiLabelOf(output, activation, parts));
  if (multiLabel && output.isBinary) {
    faults.push('output.multi_label: the model has one score for two classes that exclude each other');
  }
  return {
    kind: 'image-classification',
    image: imageSpec(picture, classifierProfile(isTheirs), parts),
    labels,
    confidence: confidenceSpec(manifest.confidence, provenance),
    tensor: provenance.take('output.tensor', {
      declared: declared.tensor,
      derived: output.tensor,
      fallback: '',
    }),
    activation,
    scale: oneNumber('scale', 1, parts),
    offset: oneNumber('offset', 0, parts),
    multiLabel,
    scoreThreshold: scoreThreshold(multiLabel, parts),
    isBinary: output.isBinary,
    background: provenance.take('output.background', {
      declared: declared.background,
      derived: output.background === 'none' ? undefined : output.background,
      fallback: output.background,
      note:
        output.background === 'none'
          ? undefined
          : "a score more than labels, as TensorFlow's ImageNet has it",
    }),
    topK: topK(multiLabel, output.classCount, parts),
  };
}

function activationOf(
  output: ClassifierOutput,
  isTheirs: boolean,
  { manifest, hub }: TaskParts,
): Sources<Activation> {
  const { activation, multi_label: multiLabel = hub?.isMultiLabel } = manifest.output ?? {};
  const declared = activation === 'tanh' ? undefined : activation;
  const fallback = output.isBinary || multiLabel === true ? 'sigmoid' : 'softmax';
  if (output.normalizedBy !== null || isTheirs) {
    return { declared, derived: 'none', fallback: 'none', note: 'the graph puts out probabilities' };
  }
  const why = output.isBinary ? 'one score for two classes' : 'classes that do not exclude each other';
  return {
    declared,
    derived: fallback,
    fallback,
    note: fallback === 'sigmoid' ? why : 'the graph does not end in Softmax',
  };
}

/** A sigmoid says of every class by itself whether it is there; to answer only the best one would hide the others. */
function multiLabelOf(
  output: ClassifierOutput,
  activation: Activation,
  { manifest, hub }: TaskParts,
): Sources<boolean> {
  if (hub?.isMultiLabel != null && !output.isBinary) {
    return {
      declared: manifest.output?.multi_label,
      derived: hub.isMultiLabel,
      fallback: false,
      note: `from problem_type in config.json`,
    };
  }
  const isSigmoid = activation === 'sigmoid' || (activation === 'none' && output.normalizedBy === 'Sigmoid');
  const isMulti = isSigmoid && !output.isBinary;
  return {
    declared: manifest.output?.multi_label,
    derived: isMulti ? true : undefined,
    fallback: false,
    note: isMulti
      ? 'a sigmoid scores each class by itself; declare false where only the best one counts'
      : undefined,
  };
}

function scoreThreshold(multiLabel: boolean, { manifest, provenance, faults }: TaskParts): number {
  const declared = manifest.output?.score_threshold;
  if (multiLabel) return provenance.take('output.score_threshold', { declared, fallback: 0.5 });
  if (declared !== undefined) {
    faults.push(
      'output.score_threshold: has a meaning for classes that do not exclude each other (multi_label) only',
    );
  }
  return 0;
}

function topK(multiLabel: boolean, classCount: number, { manifest, provenance, faults }: TaskParts): number {
  const value = provenance.take('output.top_k', {
    declared: manifest.output?.top_k,
    fallback: multiLabel ? classCount : Math.min(5, classCount),
  });
  if (value > classCount) faults.push(`output.top_k: ${value}, but the model has ${classCount} classes`);
  return value;
}

function oneNumber(
  key: 'scale' | 'offset',
  fallback: number,
  { manifest, provenance, faults }: TaskParts,
): number {
  const declared = manifest.output?.[key];
  if (Array.isArray(declared)) {
    faults.push(`output.${key}: one number for all classes is expected, not a list`);
    return fallback;
  }
  return declared === undefined ? fallback : provenance.take(`output.${key}`, { declared, fallback });
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
