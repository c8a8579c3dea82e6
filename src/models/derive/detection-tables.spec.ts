import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel, type OnnxNodeParts } from '../../../test/fixtures/onnx-writer.js';

const graph = (
  outputs: Record<string, Dims>,
  {
    nodes = [],
    size = 640,
    metadata = {},
  }: { nodes?: OnnxNodeParts[]; size?: number; metadata?: Record<string, string> } = {},
): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, size, size] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
    nodes,
    metadata,
  });

const madeBy = (op: string, output: string): OnnxNodeParts => ({ op, inputs: ['x'], outputs: [output] });
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

  it('serves the boxes of a segmenter, and says that masks are left out', async () => {
    const bytes = onnxModel({
      inputs: [{ name: 'images', type: 'float32', dims: [1, 3, 320, 320] }],
      outputs: [
        { name: 'output0', type: 'float32', dims: [1, 38, 2100] },
        { name: 'output1', type: 'float32', dims: [1, 32, 80, 80] },
      ],
      ...yolo({ task: 'segment' }),
    });
    const { spec, notes } = await derive(bytes);
    expect(spec.task).toMatchObject({ decoder: 'yolov8', extraColumns: 32, labels: { length: 2 } });
    expect(notes).toEqual(['masks are not served: the answer has the boxes only']);
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

describe('SSD heads', () => {
  const RETINA = { loc: [1, 16_800, 4], conf: [1, 16_800, 2], landms: [1, 16_800, 10] };
  const PRIORS = 'priors: {strides: [8, 16, 32], sizes: [[16, 32], [64, 128], [256, 512]]}';

  it('may be offsets from declared priors, with points', async () => {
    const yaml = `labels: [face]\noutput:\n  decoder: ssd\n  ${PRIORS}\n  keypoints: {count: 5}`;
    expect(await task(graph(RETINA, { nodes: [madeBy('Softmax', 'conf')] }), yaml)).toMatchObject({
      decoder: 'ssd',
      background: 'first',
      scoreActivation: 'none',
      priors: {
        strides: [8, 16, 32],
        sizes: [
          [16, 32],
          [64, 128],
          [256, 512],
        ],
        variances: [0.1, 0.2],
      },
      keypoints: { count: 5, hasScore: false, names: [] },
    });
  });

  it('get the softmax that the graph has not', async () => {
    expect(await task(graph(RETINA), `output: {decoder: ssd, ${PRIORS}}`)).toMatchObject({
      scoreActivation: 'softmax',
      background: 'first',
      labels: [{ name: 'class_0' }],
    });
  });

  it('are refused where nothing has decoded their boxes', async () => {
    await expect(derive(graph(RETINA), 'output: {decoder: ssd}')).rejects.toThrow(
      /output.priors: no operator of the graph is an Exp, so 'loc' holds offsets from priors/,
    );
    const decoded = graph(RETINA, { nodes: [madeBy('Exp', 'loc')] });
    expect(await task(decoded, 'output: {decoder: ssd}')).toMatchObject({ decoder: 'ssd', priors: null });
  });

  it('need a list of sizes for each stride', async () => {
    await expect(
      derive(graph(RETINA), 'output: {decoder: ssd, priors: {strides: [8, 16], sizes: [[16]]}}'),
    ).rejects.toThrow(/output.priors: 2 strides and 1 lists of sizes/);
  });
});

describe('declared tables', () => {
  it.each<[string, Record<string, Dims>, string, object]>([
    [
      'columns first',
      { boxes: [1, 4, 900], scores: [1, 3, 900] },
      'output: {decoder: boxes-scores}',
      { labels: { length: 3 } },
    ],
    [
      'a 1 inside',
      { boxes: [1, 900, 1, 4], confs: [1, 900, 3] },
      'output: {decoder: boxes-scores}',
      { labels: { length: 3 } },
    ],
    [
      'a background',
      { boxes: [1, 900, 4], scores: [1, 900, 3] },
      'labels: [a, b]\noutput: {decoder: boxes-scores}',
      { background: 'first' },
    ],
    [
      'a v5 head on its side',
      { y: [1, 7, 900] },
      'labels: [a, b]\noutput: {decoder: yolov5}',
      { decoder: 'yolov5', labels: { length: 2 } },
    ],
    [
      'points',
      { y: [1, 8, 900] },
      'labels: [a]\noutput: {decoder: yolov8, keypoints: {names: [tip]}}',
      { extraColumns: 3, keypoints: { count: 1, hasScore: true, names: ['tip'] } },
    ],
  ])('%s', async (_, outputs, yaml, expected) => {
    expect(await task(graph(outputs), yaml)).toMatchObject({ kind: 'object-detection', ...expected });
  });

  it.each<[string, string]>([
    [
      'output: {decoder: boxes-scores, priors: {strides: [8], sizes: [[8]]}}',
      'output.priors: has no meaning, since only ssd',
    ],
    ['output: {decoder: nms-indices}', "'nms-indices' reads whole numbers [K, 3]"],
    ['output: {decoder: scrfd}', "'scrfd' reads scores [A, 1], distances [A, 4]"],
    ['output: {decoder: detr}', 'output.score_activation: say sigmoid (RT-DETR'],
  ])('%s is refused', async (yaml, fault) => {
    const tables = graph({ boxes: [1, 900, 4], scores: [1, 900, 3] });
    await expect(derive(tables, yaml)).rejects.toMatchObject({ faults: [expect.stringContaining(fault)] });
  });

  it('has no box format where the decoder fixes it', async () => {
    const bytes = model([1, 3, 320, 320], [1, 6, 2100], yolo());
    await expect(derive(bytes, 'output: {box_format: center}')).rejects.toThrow(
      /output.box_format: has no meaning, since yolov8/,
    );
  });

  it('finds torchvision’s finished boxes, whose classes count from 1 once that is said', async () => {
    const bytes = onnxModel({
      inputs: [{ name: 'image', type: 'float32', dims: [1, 3, 320, 320] }],
      outputs: [
        { name: 'boxes', type: 'float32', dims: ['k', 4] },
        { name: 'labels', type: 'int64', dims: ['k'] },
        { name: 'scores', type: 'float32', dims: ['k'] },
      ],
    });
    expect(await task(bytes, 'labels: [a, b]\noutput: {decoder: end2end, background: first}')).toMatchObject({
      decoder: 'end2end',
      background: 'first',
      boxFormat: 'corners',
      boxUnits: 'auto',
      image: { fit: 'stretch' },
    });
  });
});
