import type { QualityFault } from '../model-spec.js';
import { confidenceOf } from './confidence.js';
import type {
  ClassificationResult,
  DetectionResult,
  RegionsResult,
  RowClassResult,
  TaskResult,
} from './task-io.js';

const image = { width: 1, height: 1 };
const classes = (score: number): ClassificationResult => ({
  classes: [{ label: 'a', class_id: 0, score }],
  image,
});
const detections = (...scores: number[]): DetectionResult => ({
  detections: scores.map((score) => ({
    label: 'a',
    class_id: 0,
    score,
    box: { x: 0, y: 0, width: 1, height: 1 },
  })),
  image,
});
const row = (score: number, said: number | null = 0): RowClassResult => ({
  label: 'a',
  class_id: said,
  classes: [
    { label: 'b', class_id: 1, score: 0.9 },
    { label: 'a', class_id: 0, score },
  ],
});

const regions = (...scores: number[]): RegionsResult => ({
  regions: scores.map((score) => ({
    box: { x: 0, y: 0, width: 1, height: 1 },
    label: 'face',
    score: 1,
    model: 'faces',
    result: classes(score),
  })),
  image,
});
const SPEC = { high: 0.9, medium: 0.6, retakeMessage: 'Again, please.' };

describe('confidenceOf', () => {
  it.each([
    ['HIGH', null, classes(0.9), SPEC],
    ['MEDIUM', null, classes(0.8999), SPEC],
    ['MEDIUM', null, classes(0.6), SPEC],
    ['LOW', 'Again, please.', classes(0.5999), SPEC],
    ['HIGH', null, classes(0.8), null],
    ['MEDIUM', null, classes(0.5), null],
    ['HIGH', null, detections(0.95, 0.1), SPEC],
    ['HIGH', null, detections(0.6), null],
    ['MEDIUM', null, detections(0.4), null],
    ['LOW', 'Again, please.', detections(), SPEC],
    ['LOW', null, detections(), null],
    ['HIGH', null, regions(0.95, 0.9), SPEC],
    ['LOW', 'Again, please.', regions(0.95, 0.3), SPEC],
    ['MEDIUM', null, regions(0.7, 0.9), null],
    ['LOW', 'Again, please.', regions(), SPEC],
    ['LOW', null, regions(), null],
  ])('is %s with message %j', (status, message, result, spec) => {
    expect(confidenceOf(result, spec)).toEqual({ confidence_status: status, retake_message: message });
  });

  it.each([classes(0.2), detections(0.3)])('asks for another picture by default when unsure', (result) => {
    expect(confidenceOf(result, null)?.retake_message).toContain('another picture');
  });

  it.each([
    ['HIGH', row(0.8)],
    ['LOW', row(0.1)],
    ['HIGH', row(0.1, null)],
  ])('rates a row %s by the score of the class that the model names', (status, result) => {
    expect(confidenceOf(result, null)?.confidence_status).toBe(status);
  });

  it.each<[string, TaskResult]>([
    ['raw tensors', { outputs: [] }],
    ['numbers', { values: [] }],
    ['a class without scores', { label: 'a', class_id: 0, classes: [] }],
    ['votes, which are no probabilities', row(2.3)],
  ])('has nothing to say about %s', (_what, result) => {
    expect(confidenceOf(result, SPEC)).toBeNull();
  });
});

const measured = (result: ClassificationResult | DetectionResult, ...faults: QualityFault[]): TaskResult => ({
  ...result,
  quality: { sharpness: 1, dark: 0, bright: 0, subject: null, shorter_side: 9, faults },
});

describe('confidenceOf a picture that was measured', () => {
  const messages = {
    too_small: 'Larger.',
    underexposed: 'More light.',
    overexposed: 'Less light.',
    blurred: 'Hold still.',
    subject_too_small: 'Closer.',
  };
  const limits = { minShorterSide: 1, maxDark: 1, maxBright: 1, minSharpness: 1, minSubject: 1, messages };
  const spec = { ...SPEC, quality: limits };
  it.each<[string, string, string | null, TaskResult]>([
    ['leaves a good picture as it is', 'HIGH', null, measured(classes(0.95))],
    ['takes a fault for a step down', 'MEDIUM', 'Hold still.', measured(classes(0.95), 'blurred')],
    ['and two for two', 'LOW', 'More light. Hold still.', measured(classes(0.95), 'underexposed', 'blurred')],
    ['stops at LOW', 'LOW', 'Closer.', measured(classes(0.3), 'subject_too_small')],
    ['asks as usual where only the score is low', 'LOW', 'Again, please.', measured(classes(0.3))],
    ['says why nothing may have been found', 'LOW', 'More light.', measured(detections(), 'underexposed')],
  ])('%s', (_what, status, message, result) => {
    expect(confidenceOf(result, spec)).toEqual({ confidence_status: status, retake_message: message });
  });

  it('is that of the least sure part, with the faults of that part', () => {
    const parts = regions(0.95, 0.92);
    const [first, second] = parts.regions as [(typeof parts.regions)[0], (typeof parts.regions)[0]];
    const result: RegionsResult = {
      ...parts,
      regions: [first, { ...second, result: measured(classes(0.92), 'blurred') as ClassificationResult }],
    };
    expect(confidenceOf(result, spec)).toEqual({
      confidence_status: 'MEDIUM',
      retake_message: 'Hold still.',
    });
  });
});
