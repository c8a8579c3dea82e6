import { derive, task, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

const graph = (outputs: Record<string, Dims>): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, 640, 640] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
  });

describe('heads that do not tell enough', () => {
  it.each<[string, Record<string, Dims>, RegExp]>([
    ['boxes and scores', { a: [1, 8400, 4], b: [1, 8400, 80] }, /declare decoder: boxes-scores/],
    ['boxes with a 1 in the middle', { boxes: [1, 10647, 1, 4], confs: [1, 10647, 80] }, /boxes-scores/],
    [
      'maps of a YOLO with its anchors apart',
      { a: [1, 3, 80, 80, 85], b: [1, 3, 40, 40, 85], c: [1, 3, 20, 20, 85] },
      /export the model with its detection layer/,
    ],
    [
      'maps of a YOLO as its convolutions give them',
      { a: [1, 255, 80, 80], b: [1, 255, 40, 40], c: [1, 255, 20, 20] },
      /export the model with its detection layer/,
    ],
    ['rows of YOLOv5-face', { a: [1, 25_200, 16] }, /YOLOv5-face, which wants labels: \[face\]/],
  ])('says what to do about %s', async (_, outputs, note) => {
    const { spec, notes } = await derive(graph(outputs));
    expect(spec.task.kind).toBe('tensor');
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it.each<[string, Record<string, Dims>, object]>([
    [
      'two grids',
      { a: [1, 512, 1], b: [1, 384, 1], c: [1, 512, 16], d: [1, 384, 16] },
      { scoreThreshold: 0.5 },
    ],
    ['all anchors', { regressors: [1, 896, 16], classificators: [1, 896, 1] }, { iouThreshold: 0.3 }],
  ])('knows BlazeFace of %s', async (_, outputs, expected) => {
    expect(await task(graph(outputs))).toMatchObject({
      decoder: 'blazeface',
      labels: [{ name: 'face' }],
      scoreActivation: 'sigmoid',
      keypoints: { count: 6 },
      image: { fit: 'contain', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
      ...expected,
    });
  });

  it('reads sixteen values a box as one face with its points, or as eleven classes', async () => {
    const bytes = graph({ output: [1, 25_200, 16] });
    expect(await task(bytes, 'labels: [face]')).toMatchObject({
      decoder: 'yolov5',
      extraColumns: 10,
      keypoints: { count: 5, hasScore: false, isBeforeClasses: true },
    });
    const names = Array.from({ length: 11 }, (_, index) => `c${index}`);
    expect(await task(bytes, `labels: [${names.join()}]`)).toMatchObject({
      extraColumns: 0,
      keypoints: null,
    });
  });

  it('passes over the maps that YOLOv7 gives beside its rows', async () => {
    const maps = { a: [1, 3, 80, 80, 85], b: [1, 3, 40, 40, 85], c: [1, 3, 20, 20, 85] };
    expect(await task(graph({ output: [1, 25_200, 85], ...maps }))).toMatchObject({
      decoder: 'yolov5',
      labels: { length: 80 },
    });
  });
});
