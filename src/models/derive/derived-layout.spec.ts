import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

const graph = (outputs: Record<string, Dims>): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, 640, 640] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
  });

/** A detector with more inputs than the picture. @param whole names of what is int64 */
const withInputs = (inputs: Record<string, Dims>, outputs: Record<string, Dims>, whole: string[]): Buffer =>
  onnxModel({
    inputs: [
      { name: 'x', type: 'float32', dims: ['n', 3, 640, 640] },
      ...Object.entries(inputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
    ],
    outputs: Object.entries(outputs).map(([name, dims]) => ({
      name,
      type: whole.includes(name) ? ('int64' as const) : ('float32' as const),
      dims,
    })),
  });

const pose = (extra: Record<string, string> = {}) =>
  yolo({ task: 'pose', names: "{0: 'person'}", kpt_shape: '[17, 3]', imgsz: '320', ...extra });

describe('detectors of other kinds without a manifest', () => {
  it.each<[string, Buffer, object]>([
    [
      'YOLO pose',
      model([1, 3, 320, 320], [1, 56, 2100], pose()),
      {
        decoder: 'yolov8',
        extraColumns: 51,
        keypoints: { count: 17, hasScore: true, names: { 0: 'nose', 16: 'right_ankle' } },
      },
    ],
    [
      'YOLO pose with names of its own',
      model(
        [1, 3, 320, 320],
        [1, 9, 2100],
        pose({ kpt_shape: '[2, 2]', kpt_names: "{0: ['left', 'right']}" }),
      ),
      { extraColumns: 4, keypoints: { count: 2, hasScore: false, names: ['left', 'right'] } },
    ],
    [
      'YOLO pose with suppression inside',
      model([1, 3, 320, 320], [1, 300, 57], pose({ end2end: 'True' })),
      { decoder: 'end2end', extraColumns: 51, keypoints: { count: 17 } },
    ],
    [
      'Ultralytics RT-DETR',
      model([1, 3, 640, 640], [1, 300, 6], yolo({ imgsz: '640', names: "{0: 'a', 1: 'b'}" })),
      { decoder: 'end2end' },
    ],
    [
      'the best queries of Ultralytics RT-DETR',
      model([1, 3, 640, 640], [1, 300, 6], yolo({ head: 'RTDETRDecoder', end2end: 'False', imgsz: '640' })),
      { decoder: 'end2end', boxFormat: 'center', boxUnits: 'normalized', image: { fit: 'stretch' } },
    ],
    [
      'Ultralytics RT-DETR of three classes',
      model([1, 3, 640, 640], [1, 300, 7], yolo({ imgsz: '640', names: "['a', 'b', 'c']" })),
      {
        decoder: 'detr',
        boxUnits: 'normalized',
        scoreActivation: 'none',
        image: { fit: 'stretch', scale: 1 / 255 },
      },
    ],
    [
      "TensorFlow's Object Detection API",
      onnxModel({
        inputs: [{ name: 'input_tensor', type: 'uint8', dims: [1, 320, 320, 3] }],
        outputs: [
          { name: 'detection_boxes', type: 'float32', dims: [1, 100, 4] },
          { name: 'detection_classes', type: 'float32', dims: [1, 100] },
          { name: 'detection_scores', type: 'float32', dims: [1, 100] },
          { name: 'num_detections', type: 'float32', dims: [1] },
        ],
      }),
      {
        decoder: 'end2end',
        boxFormat: 'corners-yx',
        boxUnits: 'normalized',
        background: 'first',
        labels: [],
        image: { fit: 'stretch', layout: 'NHWC', scale: 1 },
      },
    ],
    [
      'RT-DETR and D-FINE, which scale to a size that they are told',
      withInputs(
        { orig_target_sizes: ['n', 2] },
        { labels: ['n', 300], boxes: ['n', 300, 4], scores: ['n', 300] },
        ['labels'],
      ),
      { decoder: 'end2end', boxUnits: 'pixels', boxFormat: 'corners', image: { fit: 'stretch' } },
    ],
    [
      'MMDeploy',
      withInputs({}, { dets: ['n', 'k', 5], labels: ['n', 'k'] }, ['labels']),
      { decoder: 'end2end', boxUnits: 'pixels', labels: [] },
    ],
    [
      'PaddleDetection',
      withInputs({ scale_factor: ['', 2], im_shape: ['', 2] }, { rows: ['k', 6], num: ['n'] }, ['num']),
      { decoder: 'paddle', boxUnits: 'pixels', image: { fit: 'stretch' } },
    ],
    [
      'YOLOv3 of Keras',
      withInputs({ image_shape: ['n', 2] }, { boxes: [1, 'a', 4], scores: [1, 80, 'a'], indices: ['k', 3] }, [
        'indices',
      ]),
      { decoder: 'nms-indices', boxUnits: 'pixels', boxFormat: 'corners-yx', labels: { length: 80 } },
    ],
    [
      'PicoDet',
      graph({
        s8: [1, 6400, 10],
        s16: [1, 1600, 10],
        s32: [1, 400, 10],
        s64: [1, 100, 10],
        d8: [1, 6400, 32],
        d16: [1, 1600, 32],
        d32: [1, 400, 32],
        d64: [1, 100, 32],
      }),
      { decoder: 'gfl', labels: { length: 10 }, iouThreshold: 0.6, image: { mean: [0.485, 0.456, 0.406] } },
    ],
    [
      'SCRFD',
      graph({
        '443': [12_800, 1],
        '468': [3200, 1],
        '493': [800, 1],
        '446': [12_800, 4],
        '471': [3200, 4],
        '496': [800, 4],
        '449': [12_800, 10],
        '474': [3200, 10],
        '499': [800, 10],
      }),
      {
        decoder: 'scrfd',
        labels: [{ name: 'face' }],
        keypoints: { count: 5 },
        scoreThreshold: 0.5,
        iouThreshold: 0.4,
        image: { color: 'RGB', fit: 'letterbox-top-left', mean: [127.5, 127.5, 127.5] },
      },
    ],
    [
      'SCRFD with an open number of rows, without points',
      graph({ a: ['?', 1], b: ['?', 1], c: ['?', 1], d: ['?', 4], e: ['?', 4], f: ['?', 4] }),
      { decoder: 'scrfd', keypoints: null },
    ],
  ])('knows %s', async (_, bytes, expected) => {
    expect(await task(bytes)).toMatchObject({ kind: 'object-detection', ...expected });
  });

  it('says what to declare for what may be NanoDet-Plus', async () => {
    const bytes = graph({ output: [1, 8500, 112] });
    expect((await derive(bytes)).notes).toEqual([expect.stringContaining('declare gfl')]);
    expect(await task(bytes, 'output: {decoder: gfl}')).toMatchObject({ labels: { length: 80 } });
  });

  it('says what to declare for finished boxes whose makers are not known', async () => {
    const bytes = withInputs({}, { '26': ['k', 4], '27': ['k'], '28': ['k'] }, ['28']);
    expect((await derive(bytes)).notes).toEqual([expect.stringContaining('declare decoder: end2end')]);
  });

  it.each<[string, Buffer, RegExp]>([
    ['turned boxes', model([1, 3, 320, 320], [1, 7, 2100], yolo({ task: 'obb' })), /its boxes are turned/],
    [
      'a pose without the number of points',
      model([1, 3, 320, 320], [1, 56, 2100], pose({ kpt_shape: '' })),
      /no kpt_shape/,
    ],
    [
      'rows that are decoded already, like YOLOv6',
      model([1, 3, 640, 640], [1, 8400, 85], { op: 'Concat' }),
      /joined at the end, so its boxes are decoded; declare yolov5/,
    ],
    [
      'a transformer of which nobody says how it scores',
      graph({ logits: [1, 100, 92], pred_boxes: [1, 100, 4] }),
      /output.score_activation: say sigmoid \(RT-DETR/,
    ],
  ])('serves %s as plain tensors and says why', async (_, bytes, note) => {
    const { spec, notes } = await derive(bytes);
    expect(spec.task).toEqual({ kind: 'tensor' });
    expect(notes).toEqual([expect.stringMatching(note)]);
  });
});

describe('transformers', () => {
  const outputs = { logits: [1, 100, 3], pred_boxes: [1, 100, 4], last_hidden_state: [1, 100, 256] };

  it.each<[string, string, object]>([
    ['a score more than labels: DETR', 'labels: [a, b]', { scoreActivation: 'softmax', background: 'last' }],
    [
      'a score for each label: RT-DETR',
      'labels: [a, b, c]',
      { scoreActivation: 'sigmoid', background: 'none' },
    ],
    [
      'declared',
      'output: {decoder: detr, score_activation: softmax}',
      { background: 'last', labels: { length: 2 } },
    ],
  ])('with %s', async (_, yaml, expected) => {
    expect(await task(graph(outputs), yaml)).toMatchObject({
      kind: 'object-detection',
      decoder: 'detr',
      boxFormat: 'center',
      boxUnits: 'normalized',
      image: { fit: 'stretch' },
      ...expected,
    });
  });

  it('have nothing to suppress', async () => {
    await expect(derive(graph(outputs), 'labels: [a, b]\noutput: {iou_threshold: 0.5}')).rejects.toThrow(
      /output.iou_threshold: has no meaning, since a box for each query/,
    );
  });
});
