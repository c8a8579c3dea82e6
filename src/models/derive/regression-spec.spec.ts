import { derive, task, type Dims } from '../../../test/fixtures/derive-model.js';
import { onnxModel } from '../../../test/fixtures/onnx-writer.js';

const graph = (outputs: Record<string, Dims>): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: [1, 3, 64, 64] }],
    outputs: Object.entries(outputs).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
  });

const value = (name: string, tensor: string, index: number, rest: object = {}) => ({
  name,
  tensor,
  index,
  scale: 1,
  offset: 0,
  unit: null,
  range: null,
  ...rest,
});

const POSE = graph({ pose: [1, 3] });

describe('a regression from pictures', () => {
  it.each<[string, Buffer, string, object[]]>([
    [
      'numbered values',
      POSE,
      'task: image-regression',
      [value('value_0', 'pose', 0), value('value_1', 'pose', 1), value('value_2', 'pose', 2)],
    ],
    [
      'names, one unit and one range for all',
      POSE,
      'output: {names: [yaw, pitch, roll], unit: degrees, range: [-90, 90]}',
      ['yaw', 'pitch', 'roll'].map((name, index) =>
        value(name, 'pose', index, { unit: 'degrees', range: [-90, 90] }),
      ),
    ],
    [
      'a unit, range, scale and offset for each',
      graph({ g: [1, 2] }),
      'output: {names: [age, height], unit: [years, cm], range: [[0, 100], [50, 230]], scale: [100, 180], offset: [0, 50]}',
      [
        value('age', 'g', 0, { unit: 'years', range: [0, 100], scale: 100 }),
        value('height', 'g', 1, { unit: 'cm', range: [50, 230], scale: 180, offset: 50 }),
      ],
    ],
    [
      'several outputs in their order',
      graph({ o: ['n', 1], c: ['n'], e: ['n', 1, 1] }),
      'output: {names: [openness, conscientiousness, extraversion]}',
      [value('openness', 'o', 0), value('conscientiousness', 'c', 0), value('extraversion', 'e', 0)],
    ],
    [
      'the long form, going on after the value before',
      graph({ pose: [1, 3], age: [1, 1] }),
      'output: {values: [{name: yaw}, {name: roll, index: 2}, {name: age, unit: years, scale: 100}], scale: 2}',
      [
        value('yaw', 'pose', 0, { scale: 2 }),
        value('roll', 'pose', 2, { scale: 2 }),
        value('age', 'age', 0, { unit: 'years', scale: 100 }),
      ],
    ],
    [
      'the long form by tensor',
      graph({ map: [1, 8, 8, 8], age: [1, 1] }),
      'output: {values: [{name: age, tensor: age, range: [0, 100]}]}',
      [value('age', 'age', 0, { range: [0, 100] })],
    ],
  ])('with %s', async (_, bytes, yaml, values) => {
    expect(await task(bytes, yaml)).toMatchObject({ kind: 'image-regression', activation: 'none', values });
  });

  it.each<[string, string]>([
    ['task: image-regression', 'as declared'],
    ['output: {names: [a, b, c]}', 'output.names is declared'],
    ['output: {unit: m}', 'output.unit is declared'],
    ['output: {activation: tanh}', 'output.activation is declared'],
  ])('is known by %s', async (yaml, note) => {
    const { spec, explained, origins } = await derive(POSE, yaml);
    expect(spec.task.kind).toBe('image-regression');
    const told = explained['task'] as { note?: string };
    expect(origins['task'] === 'declared' ? 'as declared' : told.note).toBe(note);
  });

  it('is not guessed: a number may as well be a score', async () => {
    expect(await task(POSE)).toEqual({ kind: 'tensor' });
    expect(await task(graph({ y: [1, 1] }))).toEqual({ kind: 'tensor' });
  });

  it('is fed plain 0-1 where nothing else is said, with a word of caution', async () => {
    const { spec, explained } = await derive(POSE, 'task: image-regression');
    expect(spec.task).toMatchObject({
      image: { color: 'RGB', fit: 'stretch', scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
    });
    expect(explained).toMatchObject({
      input: { scale: { note: expect.stringContaining('check with the makers') } },
    });
  });

  it.each<[string, string, string]>([
    [
      'too few names',
      'output: {names: [a, b]}',
      'output.names: 2 are declared, but the outputs hold 3 number(s)',
    ],
    [
      'too many units',
      'output: {names: [a, b, c], unit: [m, m]}',
      'output.unit: 2 are declared, but there are 3 value(s)',
    ],
    [
      'a turned range',
      'output: {names: [a, b, c], range: [[0, 1], [1, 0], [0, 1]]}',
      "output.range: [1, 0] of 'b' has to be",
    ],
    [
      'a place that is not there',
      'output: {values: [{name: a, index: 3}]}',
      "output.values[0].index: 3, but output 'pose' has 3 number(s)",
    ],
    [
      'an output that is not there',
      'output: {values: [{name: a, tensor: y}]}',
      "output.values[0].tensor: the model has no output 'y'; it has: pose",
    ],
    ['a name twice', 'output: {values: [{name: a}, {name: a}]}', "output.values: two values are named 'a'"],
    ['both forms', 'output: {names: [a], values: [{name: a}]}', 'output.names: belongs to the short form'],
    [
      'labels',
      'task: image-regression\nlabels: [a, b, c]',
      'labels: has no meaning for a model of task image-regression',
    ],
    [
      'softmax',
      'task: image-regression\noutput: {activation: softmax}',
      "output.activation: 'softmax' is for classes",
    ],
    [
      'a key of classes',
      'task: image-regression\noutput: {top_k: 3}',
      'output.top_k: has no meaning for a model of task image-regression',
    ],
  ])('refuses %s', async (_, yaml, fault) => {
    await expect(derive(POSE, yaml)).rejects.toMatchObject({ faults: [expect.stringContaining(fault)] });
  });

  it('asks where the values are in an output that is no list', async () => {
    await expect(derive(graph({ map: [1, 8, 8, 8] }), 'task: image-regression')).rejects.toThrow(
      /output.values: output 'map' is float32\[1, 8, 8, 8\]; a regression puts out numbers \[N, K\]/,
    );
  });
});

describe('test-time augmentation', () => {
  it('is part of the spec, with both flips spelt out', async () => {
    const yaml = 'output: {names: [yaw, pitch, roll]}\ntta: {flip: both, scales: [1, 0.9], negate: [yaw]}';
    const { spec } = await derive(POSE, yaml);
    expect(spec.tta).toEqual({ flips: ['horizontal', 'vertical'], scales: [0.9], negate: ['yaw'] });
  });

  it('is absent where nobody asks for it', async () => {
    expect((await derive(POSE)).spec).not.toHaveProperty('tta');
  });

  it.each<[string, string, string]>([
    ['no variant', 'tta: {scales: [1]}', 'tta: names no variant beside the picture itself'],
    [
      'too many',
      'tta: {flip: both, scales: [0.5, 0.6, 0.7, 0.8, 0.9]}',
      'tta: makes 18 variants; at most 16',
    ],
    [
      'a value that is not there',
      'tta: {flip: horizontal, negate: [jaw]}',
      "tta.negate: there is no value 'jaw'; there are: yaw, pitch, roll",
    ],
    [
      'a sign without a flip',
      'tta: {flip: vertical, negate: [yaw]}',
      'tta.negate: has no effect without flip: horizontal',
    ],
  ])('refuses %s', async (_, yaml, fault) => {
    await expect(derive(POSE, `output: {names: [yaw, pitch, roll]}\n${yaml}`)).rejects.toMatchObject({
      faults: [expect.stringContaining(fault)],
    });
  });

  it('is for pictures', async () => {
    await expect(derive(POSE, 'task: tensor\ntta: {flip: both}')).rejects.toThrow(/tta: needs pictures/);
  });
});
