import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

const UNIT = { scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] };

describe('classifiers', () => {
  it('are fed as is usual, and the origins say that it is a guess', async () => {
    const { spec, origins, explained } = await derive(model(['n', 3, 224, 224], ['n', 15]));
    expect(spec.task).toMatchObject({
      kind: 'image-classification',
      image: {
        color: 'RGB',
        fit: 'stretch',
        scale: 1 / 255,
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
      },
      labels: { length: 15, 14: { name: 'class_14' } },
      activation: 'softmax',
      topK: 5,
    });
    expect(spec.execution.maxBatch).toBe(8);
    expect(origins).toMatchObject({
      'input.mean': 'default',
      'input.color': 'default',
      'input.size': 'derived',
    });
    expect(explained).toMatchObject({
      input: { mean: { note: expect.stringContaining('check with the makers') } },
    });
  });

  it.each<[string, Buffer, string, object]>([
    ['Softmax at the end', model([1, 3, 8, 8], [1, 2], { op: 'Softmax' }), '', { activation: 'none' }],
    ['Sigmoid at the end', model([1, 3, 8, 8], [1, 2], { op: 'Sigmoid' }), '', { activation: 'none' }],
    [
      'a declared activation',
      model([1, 3, 8, 8], [1, 2], { op: 'Softmax' }),
      'output: {activation: softmax}',
      { activation: 'softmax' },
    ],
    [
      'two more dimensions of 1',
      model([1, 3, 8, 8], [1, 9, 1, 1], { op: 'Conv' }),
      '',
      { labels: { length: 9 } },
    ],
    ['channels last', model([1, 8, 6, 3], [1, 2]), '', { image: { layout: 'NHWC', width: 6, height: 8 } }],
    [
      'bytes',
      model([1, 8, 8, 3], [1, 2], { type: 'uint8' }),
      '',
      { image: { type: 'uint8', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } },
    ],
    [
      'signed bytes',
      model([1, 8, 8, 3], [1, 2], { type: 'int8' }),
      '',
      { image: { scale: 1, mean: [128, 128, 128] } },
    ],
    [
      'one channel',
      model([1, 1, 28, 28], [1, 10]),
      '',
      { image: { color: 'GRAY', scale: 1 / 255, mean: [0], std: [1] } },
    ],
    [
      'declared values',
      model([1, 1, 28, 28], [1, 10]),
      'input: {scale: 1, mean: 0, std: 1}',
      { image: { color: 'GRAY', scale: 1, mean: [0], std: [1] } },
    ],
    [
      'only a scale',
      model([1, 3, 8, 8], [1, 2]),
      'input: {scale: 1}',
      { image: { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } },
    ],
    [
      'a mean for pixels',
      model([1, 3, 8, 8], [1, 2]),
      'input: {mean: 127, std: 128}',
      { image: { scale: 1, mean: [127, 127, 127], std: [128, 128, 128] } },
    ],
    [
      'a mean for 0-1',
      model([1, 3, 8, 8], [1, 2]),
      'input: {mean: 0.5, std: [0.5, 0.4, 0.3]}',
      { image: { scale: 1 / 255, mean: [0.5, 0.5, 0.5], std: [0.5, 0.4, 0.3] } },
    ],
    [
      'a declared size',
      model(['n', 3, 'h', 'w'], ['n', 2]),
      'input: {size: [320, 240]}',
      { image: { width: 320, height: 240 } },
    ],
    ['fewer classes than top_k', model([1, 3, 8, 8], [1, 2]), '', { topK: 2 }],
    [
      'an open number of classes',
      model([1, 3, 8, 8], [1, 'c']),
      'labels: [a, b, c]',
      { labels: { length: 3 } },
    ],
    [
      'an operator that others end in',
      model([1, 3, 8, 8], [1, 3], { op: 'Mul' }),
      'labels: [a, b, c]',
      { kind: 'image-classification' },
    ],
    [
      'Ultralytics metadata',
      model([1, 3, 224, 224], [1, 2], yolo({ task: 'classify' })),
      '',
      {
        activation: 'none',
        image: { fit: 'center-crop', cropFraction: 1, resample: 'antialias', ...UNIT },
        labels: [{ name: 'Pothole' }, { name: 'Crack' }],
      },
    ],
  ])('with %s', async (_, bytes, yaml, expected) => {
    expect(await task(bytes, yaml)).toMatchObject({ kind: 'image-classification', ...expected });
  });

  it.each<[string, Buffer, RegExp]>([
    ['a regression', model([1, 3, 64, 64], [1, 3], { op: 'Mul' }), /comes from Mul, unlike a classifier's/],
    ['one value', model([1, 3, 64, 64], [1, 1]), /two classes or more. Declare task: image-classification/],
    ['an image as output', model([1, 3, 64, 64], [1, 3, 64, 64]), /a classifier puts out/],
    ['a size that nobody states', model([1, 3, 'h', 'w'], [1, 10]), /takes any size, so declare one/],
    ['a batch of three', model([3, 3, 64, 64], [3, 10]), /always 3 pictures at once/],
    ['four channels', model([1, 4, 64, 64], [1, 10]), /neither dimension 1 nor 3/],
  ])('are not guessed from %s', async (_, bytes, note) => {
    const { spec, notes } = await derive(bytes);
    expect(spec.task).toEqual({ kind: 'tensor' });
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it('get an answer for the user only where the manifest has one', async () => {
    const bytes = model([1, 3, 8, 8], [1, 2]);
    expect(await task(bytes)).toMatchObject({ confidence: null });
    expect(await task(bytes, 'confidence: {high: 0.4}')).toMatchObject({
      confidence: { high: 0.4, medium: 0.4 },
    });
    expect(await task(bytes, 'confidence: {medium: 0.9, retake_message: again}')).toMatchObject({
      confidence: { high: 0.9, medium: 0.9, retakeMessage: 'again' },
    });
  });
});

const named = (outputs: Record<string, Dims>, labels = ''): [Buffer, string] => [
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, 8, 8] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
  }),
  labels,
];

describe('the scores of a classifier', () => {
  it.each<[string, Buffer, string, object]>([
    [
      'a sigmoid at the end',
      model([1, 3, 8, 8], [1, 3], { op: 'Sigmoid' }),
      '',
      { activation: 'none', multiLabel: true, scoreThreshold: 0.5, topK: 3 },
    ],
    [
      'a sigmoid of which only the best counts',
      model([1, 3, 8, 8], [1, 3], { op: 'Sigmoid' }),
      'output: {multi_label: false}',
      { activation: 'none', multiLabel: false, scoreThreshold: 0 },
    ],
    [
      'declared classes that do not exclude each other',
      model([1, 3, 8, 8], [1, 3]),
      'output: {multi_label: true, score_threshold: 0.3, top_k: 2}',
      { activation: 'sigmoid', multiLabel: true, scoreThreshold: 0.3, topK: 2 },
    ],
    [
      'a declared sigmoid',
      model([1, 3, 8, 8], [1, 3]),
      'output: {activation: sigmoid}',
      { activation: 'sigmoid', multiLabel: true },
    ],
    [
      'one score, declared',
      model([1, 3, 8, 8], [1, 1]),
      'task: image-classification',
      {
        isBinary: true,
        activation: 'sigmoid',
        multiLabel: false,
        labels: [{ name: 'class_0' }, { name: 'class_1' }],
      },
    ],
    [
      'one score and two labels',
      model([1, 3, 8, 8], ['n', 1], { op: 'Sigmoid' }),
      'labels: [no, yes]',
      { isBinary: true, activation: 'none' },
    ],
    ['one score an item, [N]', model(['n', 3, 8, 8], ['n']), 'labels: [no, yes]', { isBinary: true }],
    ['[N, 1, C]', model([1, 3, 8, 8], [1, 1, 5]), 'task: image-classification', { labels: { length: 5 } }],
    [
      'ImageNet as TensorFlow numbers it',
      model([1, 8, 8, 3], [1, 1001]),
      `labels: [${Array.from({ length: 1000 }, (_, i) => `c${i}`).join(', ')}]`,
      { background: 'first', labels: { length: 1000 } },
    ],
    [
      'a declared background',
      model([1, 3, 8, 8], [1, 3]),
      'output: {background: last}\nlabels: [a, b]',
      { background: 'last', labels: { length: 2 } },
    ],
    [
      'the output that fits the labels',
      ...named({ features: [1, 64], logits: [1, 3] }, 'labels: [a, b, c]'),
      { tensor: 'logits' },
    ],
    [
      'a declared output',
      ...named({ a: [1, 3], b: [1, 3] }, 'output: {tensor: b}\ntask: image-classification'),
      { tensor: 'b' },
    ],
    [
      'one output beside a map',
      ...named({ map: [1, 8, 4, 4], y: [1, 3] }, 'task: image-classification'),
      { tensor: 'y' },
    ],
  ])('with %s', async (_, bytes, yaml, expected) => {
    expect(await task(bytes, yaml)).toMatchObject({ kind: 'image-classification', ...expected });
  });

  it('are said where it is not clear which output they are in', async () => {
    const [bytes] = named({ a: [1, 3], b: [1, 3] });
    await expect(derive(bytes, 'task: image-classification')).rejects.toThrow(
      /output.tensor: the scores may be in 'a', 'b'; say which/,
    );
  });

  it('may be whole numbers, once it is said what a step is worth', async () => {
    const bytes = onnxModel({
      inputs: [{ name: 'x', type: 'uint8', dims: [1, 8, 8, 3] }],
      outputs: [{ name: 'y', type: 'uint8', dims: [1, 3] }],
    });
    await expect(derive(bytes, 'task: image-classification')).rejects.toThrow(
      /output.scale: output 'y' is uint8\[1, 3\]/,
    );
    const yaml = 'task: image-classification\noutput: {scale: 0.00390625, activation: none}';
    expect(await task(bytes, yaml)).toMatchObject({
      scale: 0.00390625,
      offset: 0,
      activation: 'none',
      image: { type: 'uint8' },
    });
  });

  it.each<[string, string, string]>([
    [
      'a threshold without a use',
      'output: {score_threshold: 0.5, top_k: 2}',
      'output.score_threshold: has a meaning for classes',
    ],
    [
      'tanh',
      'task: image-classification\noutput: {activation: tanh}',
      "output.activation: 'tanh' is for values",
    ],
    ['a list of scales', 'output: {top_k: 1, scale: [1, 2]}', 'output.scale: one number for all classes'],
    ['more classes than there are', 'output: {top_k: 9}', 'output.top_k: 9, but the model has 3 classes'],
  ])('refuse %s', async (_, yaml, fault) => {
    await expect(derive(model([1, 3, 8, 8], [1, 3]), yaml)).rejects.toMatchObject({
      faults: [expect.stringContaining(fault)],
    });
  });
});

describe('the names of the classes', () => {
  const withMetadata = (key: string, text: string) =>
    model([1, 3, 8, 8], [1, 3], { metadata: { [key]: text } });

  it.each([
    ['names', '["red", "green", "blue"]'],
    ['labels', 'red, green, blue'],
    ['classes', 'red\ngreen\nblue\n'],
    ['id2label', '{"0": "red", "1": "green", "2": "blue"}'],
    ['names', "{0: 'red', 1: 'green', 2: 'blue'}"],
    ['class_names', '{"red": 0, "green": 1, "blue": 2}'],
  ])('are read from %s: %s', async (key, text) => {
    const { spec, origins } = await derive(withMetadata(key, text));
    expect(spec.task).toMatchObject({ labels: [{ name: 'red' }, { name: 'green' }, { name: 'blue' }] });
    expect(origins['labels']).toBe('derived');
  });

  it('are not read where their number does not fit, and a note says so', async () => {
    const { spec, notes } = await derive(withMetadata('labels', 'a, b'));
    expect(spec.task).toMatchObject({
      labels: [{ name: 'class_0' }, { name: 'class_1' }, { name: 'class_2' }],
    });
    expect(notes).toEqual([
      "'labels' in the metadata of the file names 2 classes, but the model has 3; not used",
    ]);
  });

  it.each(['', '7', '{"0": 1', '[]', '[["a"]]', '{"0": "a", "2": "b"}'])(
    'are not made up from %j',
    async (text) => {
      expect(await task(withMetadata('names', text))).toMatchObject({ labels: { 0: { name: 'class_0' } } });
    },
  );
});
