import { derive } from '../../../test/fixtures/derive-model.js';
import { onnxModel, type OnnxModelParts, type OnnxValueParts } from '../../../test/fixtures/onnx-writer.js';
import type { TabularSpec } from '../../inference/model-spec.js';

const value = (name: string, type: OnnxValueParts['type'], dims: OnnxValueParts['dims']): OnnxValueParts => ({
  name,
  type,
  dims,
});

/** A classifier of three classes over a matrix of two columns. */
const classifier = (extra: Partial<OnnxModelParts> = {}): Buffer =>
  onnxModel({
    inputs: [value('x', 'float32', ['', 2])],
    outputs: [value('label', 'int64', [1]), value('p', 'float32', ['', 3])],
    nodes: [
      {
        op: 'TreeEnsembleClassifier',
        domain: 'ai.onnx.ml',
        inputs: ['x'],
        outputs: ['label', 'p'],
        attributes: { classlabels_int64s: { ints: [0, 1, 2] } },
      },
    ],
    domains: { 'ai.onnx.ml': 1 },
    ...extra,
  });

const spec = async (bytes: Buffer, yaml = ''): Promise<TabularSpec> =>
  (await derive(bytes, yaml)).spec.task as TabularSpec;

describe('a tabular model without manifest', () => {
  it('has numbered columns, and classes from the graph', async () => {
    const { kind, features, head } = await spec(classifier());
    expect(kind).toBe('tabular');
    expect(features.map(({ name, type, column }) => [name, type, column])).toEqual([
      ['f0', 'float', 0],
      ['f1', 'float', 1],
    ]);
    expect(head).toMatchObject({
      kind: 'classification',
      labels: [{ name: '0' }, { name: '1' }, { name: '2' }],
      labelTensor: 'label',
      scoreTensors: ['p'],
    });
  });

  it('runs rows together, though an exporter states the label as [1]', async () => {
    expect((await derive(classifier())).spec.execution.maxBatch).toBe(8);
  });

  it('takes the names of its inputs where each is a column', async () => {
    const inputs = [
      value('age', 'float32', ['', 1]),
      value('town', 'string', ['', 1]),
      value('n', 'int64', ['', 1]),
    ];
    const { features } = await spec(classifier({ inputs }));
    expect(features.map(({ name, type }) => [name, type])).toEqual([
      ['age', 'float'],
      ['town', 'string'],
      ['n', 'integer'],
    ]);
  });

  it('takes names of columns from the metadata', async () => {
    const { features } = await spec(classifier({ metadata: { feature_names: '["a", "b"]' } }));
    expect(features.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each<[string, OnnxValueParts[], string[]]>([
    ['[N, 1]', [value('y', 'float32', ['', 1])], ['y']],
    ['[N]', [value('y', 'float64', [''])], ['y']],
    ['[N, 2]', [value('y', 'float32', ['', 2])], ['y_0', 'y_1']],
  ])('tells numbers from %s', async (_shape, outputs, names) => {
    const nodes = [{ op: 'TreeEnsembleRegressor', domain: 'ai.onnx.ml', inputs: ['x'], outputs: ['y'] }];
    const { head } = await spec(classifier({ outputs, nodes }));
    expect(head.kind === 'regression' && head.values.map(({ name }) => name)).toEqual(names);
  });
});

describe('the manifest of a tabular model', () => {
  const FULL = `
features:
  - {name: age, range: [0, 120], default: 30, unit: years}
  - {name: sex, categories: {f: 1, m: 0}}
labels: [low, middle, high]
output: {top_k: 1}
`;

  it('says what a row may hold and what the classes are called', async () => {
    const { features, head } = await spec(classifier(), FULL);
    expect(features).toMatchObject([
      { name: 'age', type: 'float', range: [0, 120], default: 30, unit: 'years' },
      {
        name: 'sex',
        type: 'string',
        categories: [
          { name: 'f', code: 1 },
          { name: 'm', code: 0 },
        ],
      },
    ]);
    expect(head).toMatchObject({ labels: [{ name: 'low' }, { name: 'middle' }, { name: 'high' }], topK: 1 });
  });

  it('gives texts to classes by their names', async () => {
    const { head } = await spec(classifier(), 'labels: [{name: "2", severity: high}, "0", "1"]');
    expect(head).toMatchObject({ labels: [{ name: '0' }, { name: '1' }, { name: '2', severity: 'high' }] });
  });

  it.each<[string, string]>([
    ['features: [{name: a}]', 'features: 1 are declared, but the model takes 2 columns'],
    ['features: [{name: a}, {name: a}]', "features: two columns are called 'a'"],
    [
      'features: [{name: a, tensor: z}, {name: b}]',
      "features[0].tensor: the model has no input 'z'; it has: x",
    ],
    [
      'features: [{name: a, categories: [f, m]}, {name: b}]',
      'features[0].categories: the model takes numbers here',
    ],
    [
      'features: [{name: a, type: string}, {name: b}]',
      "features[0].type: 'string', but input 'x' takes float32",
    ],
    ['features: [{name: a, range: [2, 1]}, {name: b}]', 'features[0].range: 2 is above 1'],
    [
      'features: [{name: a, range: [0, 1], default: 5}, {name: b}]',
      'features[0].default: 5 is not a number from 0 to 1',
    ],
    ['labels: [a, b]', 'labels: 2 are declared, but the model has 3 classes'],
    ['input: {size: 5}', 'input: has no meaning for a model of task tabular'],
  ])('%s is refused', async (yaml, fault) => {
    await expect(derive(classifier(), yaml)).rejects.toThrow(fault);
  });
});

describe('a model of which nothing says that it is tabular', () => {
  const plain = onnxModel({
    inputs: [value('x', 'float32', ['', 2])],
    outputs: [value('y', 'float32', ['', 3])],
    nodes: [{ op: 'Gemm', inputs: ['x'], outputs: ['y'] }],
  });

  it('stays plain tensors until it is declared', async () => {
    expect((await derive(plain)).spec.task.kind).toBe('tensor');
    expect((await derive(plain, 'task: tabular')).spec.task).toMatchObject({ head: { kind: 'regression' } });
    expect((await derive(plain, 'task: tabular\nlabels: [a, b, c]')).spec.task).toMatchObject({
      head: { kind: 'classification', labelTensor: null, scoreTensors: ['y'] },
    });
  });

  it('is refused with the reason where it cannot be one', async () => {
    const picture = onnxModel({
      inputs: [value('x', 'float32', [1, 3, 8, 8])],
      outputs: [value('y', 'float32', [1, 3])],
    });
    await expect(derive(picture, 'task: tabular')).rejects.toThrow(
      "input 'x' is float32[1, 3, 8, 8]; a table needs inputs of the form [rows, columns]",
    );
  });
});
