import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

const graph = (size: [number, number], outputs: Record<string, Dims>): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, ...size] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
  });

const ULTRAFACE = { scores: [1, 4420, 2], boxes: [1, 4420, 4] };
const YUNET = Object.fromEntries(
  [
    [8, 1600],
    [16, 400],
    [32, 100],
  ].flatMap(([stride, cells]) =>
    Object.entries({ cls: 1, obj: 1, bbox: 4, kps: 10 }).map(([kind, columns]): [string, Dims] => [
      `${kind}_${stride}`,
      [1, cells!, columns],
    ]),
  ),
);

describe('finished boxes', () => {
  it.each<[string, Buffer, string]>([
    ['end2end in the metadata', model([1, 3, 320, 320], [1, 300, 6], yolo({ end2end: 'True' })), ''],
    ['nms in the metadata', model([1, 3, 320, 320], [1, 300, 6], yolo({ args: "{'nms': True}" })), ''],
    ['a dynamic batch', model(['b', 3, 320, 320], ['b', 'k', 6], yolo({ end2end: 'True' })), ''],
    ['names of an Ultralytics export', model([1, 3, 320, 320], [1, 300, 6], yolo()), ''],
    ['declared names', model([1, 3, 320, 320], [1, 300, 6]), 'labels: [a, b, c]'],
    ['a declared decoder', model([1, 3, 320, 320], [1, 300, 6]), 'output: {decoder: end2end}\nlabels: [a]'],
    [
      'rows that name their picture',
      model([1, 3, 320, 320], ['k', 7]),
      'output: {decoder: end2end}\nlabels: [a]',
    ],
  ])('are known by %s', async (_, bytes, yaml) => {
    expect(await task(bytes, yaml)).toMatchObject({
      kind: 'object-detection',
      decoder: 'end2end',
      boxUnits: 'pixels',
      image: { color: 'RGB', fit: 'letterbox', pad: 114, scale: 1 / 255 },
    });
  });

  it.each<[string, Dims, string]>([
    ['a v8 head with its boxes first', [1, 189, 6], 'yolov8'],
    ['a v5 head of one class', [1, 567, 6], 'yolov5'],
  ])('are not taken for %s', async (_, dims, decoder) => {
    const names: Record<string, string> = decoder === 'yolov5' ? { names: "{0: 'a'}" } : {};
    expect(await task(model([1, 3, 96, 96], dims, yolo({ imgsz: '96', ...names })))).toMatchObject({
      decoder,
    });
  });

  it.each([
    ['output: {iou_threshold: 0.5}', /output.iou_threshold: has no meaning, since suppression is inside/],
    ['output: {class_agnostic: true}', /output.class_agnostic: has no meaning, since suppression is inside/],
    ['output: {decoder: yunet}', /'yunet' reads twelve outputs/],
    ['output: {decoder: ultraface}', /'ultraface' reads 'scores' \[N, A, 2\]/],
  ])('make %s a fault', async (yaml, fault) => {
    const bytes = model([1, 3, 320, 320], [1, 300, 6], yolo({ end2end: 'True' }));
    await expect(derive(bytes, yaml)).rejects.toThrow(fault);
  });
});

describe('face detectors without a manifest', () => {
  it('knows UltraFace by its two outputs', async () => {
    expect(await task(graph([240, 320], ULTRAFACE))).toMatchObject({
      decoder: 'ultraface',
      labels: [{ name: 'face' }],
      boxUnits: 'normalized',
      scoreThreshold: 0.7,
      iouThreshold: 0.3,
      image: { color: 'RGB', fit: 'stretch', scale: 1, mean: [127, 127, 127], std: [128, 128, 128] },
    });
  });

  it('knows YuNet by its twelve outputs', async () => {
    expect(await task(graph([320, 320], YUNET))).toMatchObject({
      decoder: 'yunet',
      labels: [{ name: 'face' }],
      boxUnits: 'pixels',
      scoreThreshold: 0.5,
      iouThreshold: 0.5,
      image: { color: 'BGR', fit: 'letterbox-top-left', pad: 0, scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
    });
  });

  it.each<[string, Record<string, Dims>]>([
    ['three columns of scores', { ...ULTRAFACE, scores: [1, 4420, 3] }],
    ['scores for other anchors', { ...ULTRAFACE, scores: [1, 4421, 2] }],
    ['other names', { a: [1, 4420, 2], b: [1, 4420, 4] }],
    ['an output more', { ...YUNET, more: [1, 1, 1] }],
    ['other points', { ...YUNET, kps_8: [1, 1600, 12] }],
  ])('leaves %s alone', async (_, outputs) => {
    expect(await task(graph([320, 320], outputs))).toEqual({ kind: 'tensor' });
  });
});
