import { detector } from '../../../test/fixtures/detection-task.js';
import type { ClassificationSpec, ImageInputSpec } from '../model-spec.js';
import { readOptions } from './task-options.js';

const image = {} as ImageInputSpec;
const detection = detector({
  labels: [{ name: 'cone' }, { name: 'sign' }],
  iouThreshold: 0.45,
  maxDetections: 300,
});
const classification: ClassificationSpec = {
  kind: 'image-classification',
  image,
  labels: [],
  confidence: null,
  tensor: 'y',
  activation: 'softmax',
  scale: 1,
  offset: 0,
  multiLabel: false,
  scoreThreshold: 0,
  isBinary: false,
  background: 'none',
  topK: 5,
};

describe('readOptions', () => {
  it('fills in what the model says', () => {
    expect(readOptions({}, detection)).toEqual({
      scoreThreshold: 0.25,
      iouThreshold: 0.45,
      maxDetections: 300,
      classAgnostic: false,
    });
    expect(readOptions({}, classification)).toEqual({ topK: 5 });
    expect(readOptions({}, { ...classification, multiLabel: true, scoreThreshold: 0.4 })).toEqual({
      topK: 5,
      scoreThreshold: 0.4,
    });
    expect(readOptions({}, { kind: 'tensor' })).toEqual({});
  });

  it('reads form fields as their types', () => {
    const fields = {
      score_threshold: '0.5',
      max_detections: '7',
      class_agnostic: 'true',
      labels: 'sign, cone,sign',
    };
    expect(readOptions(fields, detection)).toMatchObject({
      scoreThreshold: 0.5,
      maxDetections: 7,
      classAgnostic: true,
      labels: ['cone', 'sign'],
    });
  });

  it.each([
    [{ score_threshold: '2' }, /score_threshold: must not be greater than 1; got 2/],
    [{ score_threshold: 'high' }, /score_threshold: must be a number.*got "high"/],
    [{ max_detections: 1.5 }, /max_detections: must be a whole number/],
    [{ class_agnostic: 'maybe' }, /class_agnostic: must be true or false.*"maybe"/],
    [{ labels: '' }, /labels: must name at least one label/],
    [{ labels: 'dragon' }, /no label 'dragon'; it has cone, sign/],
    [{ top_k: 3 }, /top_k: is not an option of object-detection; its options are score_threshold/],
    [
      { treshold: 3, iou_threshold: -1 },
      /treshold: is not an option.*; iou_threshold: must not be less than 0/,
    ],
  ])('refuses %j', (fields, expected) => {
    expect(() => readOptions(fields, detection)).toThrow(expected);
  });

  it('takes a score threshold only where classes do not exclude each other', () => {
    expect(() => readOptions({ score_threshold: 0.4 }, classification)).toThrow(
      /score_threshold: is not an option of image-classification; its options are top_k/,
    );
    expect(readOptions({ score_threshold: '0.9' }, { ...classification, multiLabel: true })).toMatchObject({
      scoreThreshold: 0.9,
    });
  });

  it('says that raw tensors have no options', () => {
    expect(() => readOptions({ top_k: 1 }, { kind: 'tensor' })).toThrow(/its options are none/);
  });
});
