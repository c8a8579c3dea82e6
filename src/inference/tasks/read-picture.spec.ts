import type {
  ClassificationSpec,
  DetectionSpec,
  ImageInputSpec,
  ImageRegressionSpec,
} from '../model-spec.js';
import { readPicture } from './read-picture.js';
import type { ClassificationResult, DetectionResult, Placement, View } from './task-io.js';

const PLACEMENT: Placement = {
  imageWidth: 100,
  imageHeight: 80,
  scaleX: 1,
  scaleY: 1,
  offsetX: 0,
  offsetY: 0,
};
const MIRRORED: Placement = { ...PLACEMENT, scaleX: -1, offsetX: 100 };
const image = { width: 100, height: 80 } as ImageInputSpec;
const TTA = { flips: ['horizontal'], scales: [], negate: ['yaw'] } as const;

const view = (dims: number[], values: number[], placement = PLACEMENT): View => ({
  outputs: [{ name: 'y', type: 'float32', dims, data: Float32Array.from(values) }],
  item: 0,
  placement,
});

const classifier: ClassificationSpec = {
  kind: 'image-classification',
  image,
  labels: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
  confidence: null,
  tensor: 'y',
  activation: 'none',
  scale: 1,
  offset: 0,
  multiLabel: false,
  scoreThreshold: 0,
  isBinary: false,
  background: 'none',
  topK: 2,
};

const detector: DetectionSpec = {
  kind: 'object-detection',
  image,
  labels: [{ name: 'cat' }, { name: 'dog' }],
  confidence: null,
  decoder: 'end2end',
  boxUnits: 'pixels',
  boxFormat: 'corners',
  scoreActivation: 'none',
  background: 'none',
  extraColumns: 0,
  keypoints: null,
  priors: null,
  scoreThreshold: 0.4,
  iouThreshold: 1,
  maxDetections: 10,
  classAgnostic: false,
};

describe('several views of one picture', () => {
  it('have the mean of their probabilities, and a spread', () => {
    const views = [view([1, 3], [0.5, 0.3, 0.2]), view([1, 3], [0.1, 0.7, 0.2], MIRRORED)];
    const result = readPicture(views, classifier, {}, TTA) as ClassificationResult;
    expect(result.classes.map(({ label, score }) => [label, score])).toEqual([
      ['b', 0.5],
      ['a', 0.3],
    ]);
    expect(result.uncertainty).toBe(0.2);
  });

  it('answer the classes whose mean reaches the threshold', () => {
    const views = [view([1, 3], [0.9, 0.3, 0.6]), view([1, 3], [0.7, 0.5, 0.2])];
    const task = { ...classifier, multiLabel: true, scoreThreshold: 0.5, topK: 3 };
    const labels = (options: object) =>
      (readPicture(views, task, options, TTA) as ClassificationResult).classes.map(({ label }) => label);
    expect(labels({})).toEqual(['a']);
    expect(labels({ scoreThreshold: 0.4 })).toEqual(['a', 'b', 'c']);
  });

  it('have the mean of their values, with the sign turned where the picture was mirrored', () => {
    const task: ImageRegressionSpec = {
      kind: 'image-regression',
      image,
      activation: 'none',
      values: ['yaw', 'pitch'].map((name, index) => ({
        name,
        tensor: 'y',
        index,
        scale: 1,
        offset: 0,
        unit: null,
        range: null,
      })),
    };
    const views = [view([1, 2], [10, 3]), view([1, 2], [-14, 5], MIRRORED)];
    expect(readPicture(views, task, {}, TTA)).toMatchObject({
      values: [
        { name: 'yaw', value: 12, spread: 2 },
        { name: 'pitch', value: 4, spread: 1 },
      ],
    });
  });

  it('have their boxes mapped back and fused; what one of them does not find counts less', () => {
    const first = [
      [10, 10, 30, 30, 0.9, 0],
      [60, 40, 80, 60, 0.7, 1],
      [0, 0, 0, 0, 0, 0],
    ].flat();
    // The mirrored picture shows the cat at 100 - 30 to 100 - 10, and something that only it sees.
    const second = [
      [70, 10, 90, 30, 0.7, 0],
      [0, 60, 10, 70, 0.9, 1],
      [20, 40, 40, 60, 0.1, 1],
    ].flat();
    const views = [view([1, 3, 6], first), view([1, 3, 6], second, MIRRORED)];
    const { detections } = readPicture(views, detector, {}, TTA) as DetectionResult;
    expect(detections).toEqual([
      { label: 'cat', class_id: 0, score: 0.8, spread: 0.1, box: { x: 10, y: 10, width: 20, height: 20 } },
      { label: 'dog', class_id: 1, score: 0.45, spread: 0.45, box: { x: 90, y: 60, width: 10, height: 10 } },
    ]);
  });

  it('answer alone as if there were no others', () => {
    const result = readPicture([view([1, 3], [0.5, 0.3, 0.2])], classifier, {});
    expect(result).not.toHaveProperty('uncertainty');
  });
});
