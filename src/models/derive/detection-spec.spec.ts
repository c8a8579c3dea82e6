import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

const UNIT = { scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] };

describe('detectors without a manifest', () => {
  it('reads all of an Ultralytics export from its metadata', async () => {
    const { spec, origins, notes } = await derive(model([1, 3, 320, 320], [1, 6, 2100], yolo()));
    expect(spec.task).toEqual({
      kind: 'object-detection',
      image: {
        tensor: 'x',
        type: 'float32',
        layout: 'NCHW',
        color: 'RGB',
        width: 320,
        height: 320,
        fit: 'letterbox',
        pad: 114,
        ...UNIT,
        resample: 'bilinear',
      },
      labels: [{ name: 'Pothole' }, { name: 'Crack' }],
      confidence: null,
      decoder: 'yolov8',
      boxUnits: 'auto',
      boxFormat: 'corners',
      scoreActivation: 'none',
      background: 'none',
      extraColumns: 0,
      keypoints: null,
      priors: null,
      scoreThreshold: 0.25,
      iouThreshold: 0.45,
      maxDetections: 300,
      classAgnostic: false,
    });
    expect(origins).toMatchObject({
      task: 'derived',
      labels: 'derived',
      'input.scale': 'derived',
      'input.fit': 'derived',
    });
    expect(origins).toMatchObject({ 'output.decoder': 'derived', 'output.score_threshold': 'default' });
    expect(notes).toEqual([]);
  });

  it.each<[string, Buffer, object]>([
    ['boxes first', model([1, 3, 320, 320], [1, 2100, 6], yolo()), { decoder: 'yolov8' }],
    ['objectness', model([1, 3, 320, 320], [1, 6300, 7], yolo()), { decoder: 'yolov5' }],
    [
      'YOLOv5 without task',
      model([1, 3, 320, 320], [1, 6300, 7], { metadata: { names: "['a', 'b']", stride: '32' } }),
      { decoder: 'yolov5' },
    ],
    [
      'any size, size in the metadata',
      model(['b', 3, 'h', 'w'], ['b', 6, 'a'], yolo({ imgsz: '[320, 640]' })),
      { image: { width: 640, height: 320 } },
    ],
    [
      'any size, none in the metadata',
      model(['b', 3, 'h', 'w'], ['b', 6, 'a'], yolo({ imgsz: '' })),
      { image: { width: 640, height: 640 } },
    ],
    [
      'any size and open columns',
      model(['b', 3, 'h', 'w'], ['b', 'Concatoutput0_dim_1', 'anchors'], yolo()),
      { decoder: 'yolov8', labels: { length: 2 } },
    ],
    [
      'grey pictures',
      model([1, 1, 320, 320], [1, 6, 2100], yolo({ channels: '1' })),
      { image: { color: 'GRAY', mean: [0], std: [1] } },
    ],
  ])('knows an Ultralytics export with %s', async (_, bytes, expected) => {
    expect(await task(bytes)).toMatchObject({ kind: 'object-detection', ...expected });
  });

  it('knows YOLOX by its number of cells', async () => {
    expect(await task(model([1, 3, 416, 416], [1, 3549, 85], { op: 'Transpose' }))).toMatchObject({
      decoder: 'yolox',
      boxUnits: 'pixels',
      classAgnostic: true,
      iouThreshold: 0.45,
      labels: { length: 80, 0: { name: 'class_0' }, 79: { name: 'class_79' } },
      image: { color: 'BGR', fit: 'letterbox-top-left', pad: 114, scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
    });
  });

  it.each<[Dims, string, number]>([
    [[1, 25_200, 85], 'yolov5', 80],
    [[1, 84, 8400], 'yolov8', 80],
    [[1, 8400, 9], 'yolox', 4],
  ])('knows %j at 640 x 640 as %s', async (dims, decoder, classes) => {
    expect(await task(model([1, 3, 640, 640], dims))).toMatchObject({ decoder, labels: { length: classes } });
  });

  it.each<[string, Buffer, RegExp]>([
    [
      'suppression inside with other columns',
      model([1, 3, 320, 320], [1, 300, 38], yolo({ end2end: 'True' })),
      /finished boxes are a float output \[N, K, 6\]/,
    ],
    [
      'finished boxes without metadata and names',
      model([1, 3, 320, 320], [1, 300, 6], { op: 'Concat' }),
      /which no known detector has at this picture size/,
    ],
    [
      'masks without their maps',
      model([1, 3, 320, 320], [1, 38, 2100], yolo({ task: 'segment' })),
      /task 'segment', but there is no second output with the masks/,
    ],
    [
      'names that do not fit',
      model([1, 3, 320, 320], [1, 84, 2100], yolo()),
      /does not fit its 2 class names/,
    ],
    [
      'another number of cells',
      model([1, 3, 416, 416], [1, 4420, 85]),
      /no known detector has at this picture size|classifier/,
    ],
  ])('serves %s as plain tensors and says why', async (_, bytes, note) => {
    const { spec, notes } = await derive(bytes);
    expect(spec.task).toEqual({ kind: 'tensor' });
    expect(notes).toEqual([expect.stringMatching(note)]);
  });
});

describe('declared decoders', () => {
  it.each<[string, Dims[], string, object]>([
    ['yolov8', [[1, 100, 7]], '', { labels: { length: 3 } }],
    ['yolov5', [[1, 100, 7]], '', { labels: { length: 2 } }],
    ['yolox', [[1, 100, 7]], '', { labels: { length: 2 }, image: { color: 'BGR' } }],
    [
      'boxes-scores',
      [
        [1, 100, 3],
        [1, 100, 4],
      ],
      '',
      { labels: { length: 3 }, image: { fit: 'stretch' } },
    ],
    [
      'boxes-scores',
      [
        [1, 100, 2],
        [1, 100, 4],
      ],
      'labels: [face]',
      { labels: [{ name: 'face' }] },
    ],
  ])('%s reads %j', async (decoder, outputs, yaml, expected) => {
    const bytes = onnxModel({
      inputs: [{ name: 'x', type: 'float32', dims: [1, 3, 64, 64] }],
      outputs: outputs.map((dims, index) => ({ name: `y${index}`, type: 'float32' as const, dims })),
    });
    const declared = await task(bytes, `output: {decoder: ${decoder}}\n${yaml}`);
    expect(declared).toMatchObject({ kind: 'object-detection', decoder, ...expected });
  });
});
