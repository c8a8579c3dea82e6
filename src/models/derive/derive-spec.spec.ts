import { derive, model, task, yolo } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

describe('plain tensors', () => {
  it('say what to declare where rows may be a table', async () => {
    const { spec, notes, origins } = await derive(model(['n', 30], ['n', 2]));
    expect(spec.task).toEqual({ kind: 'tensor' });
    expect(spec.execution.maxBatch).toBe(1);
    expect(notes).toEqual([
      "served as plain tensors: nothing says that its rows are a table; declare 'task: tabular' if they are",
    ]);
    expect(origins['task']).toBe('derived');
  });

  it('need no note where nothing looks like a picture or a table', async () => {
    expect((await derive(model(['n', 3, 30], ['n', 2]))).notes).toEqual([]);
  });

  it('can be asked for', async () => {
    expect(await task(model([1, 3, 320, 320], [1, 6, 2100], yolo()), 'task: tensor')).toEqual({
      kind: 'tensor',
    });
  });
});

describe('a manifest that the file contradicts', () => {
  const detector = model([1, 3, 320, 320], [1, 6, 2100], yolo());
  const classifier = model(['n', 3, 224, 224], ['n', 15]);

  it.each<[string, Buffer, string, string]>([
    [
      'labels of another number',
      detector,
      'labels: [a, b, c]',
      'labels: 3 are declared, but the model has 2 classes',
    ],
    [
      'a key of another task',
      detector,
      'output: {top_k: 3}\ntask: object-detection',
      'output.top_k: has no meaning for a model of task object-detection',
    ],
    [
      'a size',
      detector,
      'input: {size: 640}',
      "input.size: input 'x' is float32[1, 3, 320, 320]: 640 x 640 does not fit",
    ],
    [
      'a layout',
      detector,
      'input: {layout: NHWC}',
      "input.layout: input 'x' is float32[1, 3, 320, 320], so NHWC would mean '320' channels",
    ],
    [
      'a type',
      detector,
      'input: {dtype: uint8}',
      "input.dtype: 'uint8', but input 'x' is float32[1, 3, 320, 320]",
    ],
    [
      'grey',
      detector,
      'input: {color: GRAY}',
      "input.color: 'GRAY', but the model takes 3 channel(s); use RGB or BGR",
    ],
    [
      'an input name',
      detector,
      'input: {tensor: images}',
      "input.tensor: the model has no input 'images'; it has: x",
    ],
    [
      'a batch',
      detector,
      'execution: {max_batch: 4}',
      'execution.max_batch: 4, but the batch dimension of the model is fixed',
    ],
    [
      'a decoder',
      classifier,
      'output: {decoder: yolov8}',
      "output.decoder: 'yolov8' reads a float output of 3 dimensions; 'y' is float32[n, 15]",
    ],
    [
      'a task',
      classifier,
      'task: object-detection',
      "output.decoder: output 'y' is float32[n, 15], which no decoder reads",
    ],
    ['top_k', classifier, 'output: {top_k: 16}', 'output.top_k: 16, but the model has 15 classes'],
    [
      'three means for one channel',
      model([1, 1, 28, 28], [1, 10]),
      'input: {mean: [1, 2, 3]}',
      'input.mean: 3 numbers, but the model takes 1 channel',
    ],
    [
      'a picture for a table',
      model(['n', 30], ['n', 2]),
      'labels: [a, b]',
      "task: input 'x' is float32[n, 30]; a picture needs",
    ],
    [
      'labels for tensors',
      model(['n', 30], ['n', 2]),
      'task: tensor\nlabels: [a, b]',
      'labels: has no meaning for a model of task tensor',
    ],
    [
      'pictures of the answers of a table',
      model(['n', 30], ['n', 2]),
      'history: {store_result: drawn}',
      "history.store_result: 'drawn' is for models that take pictures; there is nothing to draw an answer of task tensor on",
    ],
    [
      'pictures of answers that are not recorded',
      classifier,
      'history: {enabled: false, store_result: drawn}',
      "history.store_result: 'drawn' needs the history, which finds the pictures",
    ],
    [
      'inputs to warm the cache with that are not kept',
      classifier,
      'cache: {warm: 20}',
      "cache.warm: 20, but the inputs are not kept; declare 'history: {store_input: reference}'",
    ],
    [
      'two inputs',
      onnxModel({
        inputs: [
          { name: 'a', type: 'float32', dims: [1, 3, 8, 8] },
          { name: 'b', type: 'float32', dims: [1] },
        ],
        outputs: [{ name: 'y', type: 'float32', dims: [1, 2] }],
      }),
      'task: image-classification',
      "input.constants: a picture fills 'a' only; declare input.constants with what 'b' float32[1] gets",
    ],
  ])('in %s is refused', async (_, bytes, yaml, fault) => {
    await expect(derive(bytes, yaml)).rejects.toMatchObject({
      name: 'ManifestError',
      faults: [expect.stringContaining(fault)],
    });
  });

  it('is told all of its faults', async () => {
    const yaml =
      'labels: [a]\ninput: {color: GRAY}\noutput: {top_k: 1, score_threshold: 0.5}\nexecution: {max_batch: 2}';
    await expect(derive(detector, `task: object-detection\n${yaml}`)).rejects.toMatchObject({
      faults: { length: 4 },
    });
  });
});
