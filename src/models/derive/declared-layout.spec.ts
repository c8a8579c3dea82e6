import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel, type OnnxNodeParts } from '../../../test/fixtures/onnx-writer.js';

const graph = (outputs: Record<string, Dims>, nodes: OnnxNodeParts[] = []): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, 640, 640] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
    nodes,
  });

const madeBy = (op: string, output: string): OnnxNodeParts => ({ op, inputs: ['x'], outputs: [output] });
describe('SSD heads', () => {
  const RETINA = { loc: [1, 16_800, 4], conf: [1, 16_800, 2], landms: [1, 16_800, 10] };
  const PRIORS = 'priors: {strides: [8, 16, 32], sizes: [[16, 32], [64, 128], [256, 512]]}';

  it('may be offsets from declared priors, with points', async () => {
    const yaml = `labels: [face]\noutput:\n  decoder: ssd\n  ${PRIORS}\n  keypoints: {count: 5}`;
    expect(await task(graph(RETINA, [madeBy('Softmax', 'conf')]), yaml)).toMatchObject({
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
    const decoded = graph(RETINA, [madeBy('Exp', 'loc')]);
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
    [
      'points of YOLOv5-face',
      { y: [1, 900, 16] },
      'labels: [face]\noutput: {decoder: yolov5, keypoints: {count: 5, place: before-classes}}',
      { extraColumns: 10, keypoints: { count: 5, hasScore: false, isBeforeClasses: true } },
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
    ['output: {decoder: paddle}', "'paddle' reads rows [K, 6]"],
    ['output: {decoder: gfl}', "'gfl' reads scores [N, cells, classes]"],
    [
      'output: {decoder: boxes-scores, keypoints: {count: 5, place: before-classes}}',
      'output.keypoints.place: has no meaning, since only yolov5',
    ],
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
