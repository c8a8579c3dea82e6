import { derive, model, task, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

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

  it('are not those that a TopK picked', async () => {
    const picked = model([1, 3, 8, 8], [1, 5], { op: 'TopK' });
    await expect(task(picked, 'task: image-classification')).rejects.toThrow(/picked by a TopK/);
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
