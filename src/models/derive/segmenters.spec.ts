import { derive, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel, type OnnxModelParts } from '../../../test/fixtures/onnx-writer.js';

const segmenter = (boxes: Dims, maps: Dims, extra: Partial<OnnxModelParts> = {}): Buffer =>
  onnxModel({
    inputs: [{ name: 'images', type: 'float32', dims: [1, 3, 320, 320] }],
    outputs: [
      { name: 'output0', type: 'float32', dims: boxes },
      { name: 'output1', type: 'float32', dims: maps },
    ],
    ...extra,
  });
const v5 = { metadata: { names: "{0: 'Pothole', 1: 'Crack'}", stride: '32' } };

describe('segmenters', () => {
  it.each<[string, Buffer, string, string]>([
    ['YOLOv8', segmenter([1, 38, 2100], [1, 32, 80, 80], yolo({ task: 'segment' })), '', 'yolov8'],
    ['finished boxes', segmenter([1, 300, 38], [1, 32, 80, 80], yolo({ task: 'segment' })), '', 'end2end'],
    ['open sizes', segmenter(['b', 'c', 'a'], ['b', 32, 'h', 'w'], yolo({ task: 'segment' })), '', 'yolov8'],
    ['YOLOv5', segmenter([1, 6300, 39], [1, 32, 80, 80], v5), '', 'yolov5'],
    ['no metadata', segmenter([1, 38, 2100], [1, 32, 80, 80]), '', 'yolov8'],
    ['no metadata, names declared', segmenter([1, 38, 2100], [1, 32, 80, 80]), 'labels: [a, b]', 'yolov8'],
    [
      'its decoder declared',
      segmenter([1, 38, 2100], [1, 32, 80, 80], yolo({ task: 'segment' })),
      'output: {decoder: yolov8}',
      'yolov8',
    ],
    [
      'its decoder declared, finished boxes',
      segmenter([1, 300, 38], [1, 32, 80, 80]),
      'labels: [a, b]\noutput: {decoder: end2end}',
      'end2end',
    ],
  ])('takes the coefficients of masks for what they are: %s', async (_name, bytes, yaml, decoder) => {
    const { spec, notes } = await derive(bytes, yaml);
    const masks = { tensor: 'output1', count: 32, isUsual: false };
    expect(spec.task).toMatchObject({ decoder, extraColumns: 32, labels: { length: 2 }, masks });
    expect(notes).toEqual([]);
  });

  it('has no masks where another output of four dimensions is something else', async () => {
    const bytes = segmenter([1, 6, 2100], [1, 32, 80, 80], yolo());
    const declared = 'labels: [a, b]\noutput: {decoder: yolov8}';
    for (const yaml of ['', declared]) {
      const { spec } = await derive(bytes, yaml);
      expect(spec.task).toMatchObject({ decoder: 'yolov8', extraColumns: 0, labels: { length: 2 } });
      expect(spec.task).not.toHaveProperty('masks');
    }
    await expect(derive(bytes, 'output: {masks: true}')).rejects.toThrow('output.masks: has no meaning');
  });
});
