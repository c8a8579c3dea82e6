import { canonicalJson } from '../../common/canonical-json.js';
import { derive, model } from '../../../test/fixtures/derive-model.js';
import { channelMeanClassifier } from '../../../test/fixtures/onnx-writer.js';
import { goldenCase, GoldenSet } from './golden-case.js';
import { type GoldenInput, GOLDEN_TOLERANCE, type GoldenSample } from './golden-sample.js';

const PICTURE = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });
const TABLE = model(['n', 2], ['n', 1]);
const BYTES = Uint8Array.of(1, 2, 3);

const sample = (input: GoldenInput, options: Record<string, unknown> = {}): GoldenSample => ({
  name: 'a',
  description: null,
  input,
  options,
  expected: { classes: [] },
  tolerance: GOLDEN_TOLERANCE,
});
const FILE: GoldenInput = { kind: 'file', file: 'a.jpg' };
const X: GoldenInput = { kind: 'inputs', inputs: [{ name: 'x', shape: [1, 2], data: [1, 2] }] };

describe('goldenCase', () => {
  it('makes a job of a picture, with the options of the request and the rest of the model', async () => {
    const { spec } = await derive(PICTURE, 'task: image-classification');
    const made = goldenCase(sample(FILE, { top_k: 2 }), BYTES, spec);
    expect(made).toMatchObject({ name: 'a', input: { kind: 'image', bytes: BYTES }, options: { topK: 2 } });
  });

  it('makes a job of raw tensors', async () => {
    const { spec } = await derive(TABLE, 'task: tensor');
    const { input } = goldenCase(sample(X), null, spec);
    expect(input).toEqual({
      kind: 'tensors',
      tensors: [{ name: 'x', type: 'float32', dims: [1, 2], data: Float32Array.of(1, 2) }],
    });
  });

  it('makes a job of a row, by the names of its features', async () => {
    const yaml = 'task: tabular\nfeatures: [{name: a}, {name: b}]\n';
    const { spec } = await derive(TABLE, yaml).catch(() => derive(TABLE, 'task: tabular'));
    const names = spec.task.kind === 'tabular' ? spec.task.features.map(({ name }) => name) : [];
    const row = Object.fromEntries(names.map((name, index) => [name, index + 1]));
    expect(goldenCase(sample({ kind: 'row', row }), null, spec).input).toEqual({
      kind: 'row',
      values: [1, 2],
    });
  });

  it.each([
    ['a picture for raw tensors', TABLE, FILE, BYTES, {}, "a model of tensor takes 'inputs', not 'file'"],
    ['tensors for a picture', PICTURE, X, null, {}, "takes 'file', not 'inputs'"],
    ['an empty file', PICTURE, FILE, new Uint8Array(), {}, 'the file is empty'],
    ['an unknown option', PICTURE, FILE, BYTES, { top: 1 }, 'top: is not an option of image-classification'],
    [
      'a tensor of another shape',
      TABLE,
      { kind: 'inputs', inputs: [{ name: 'x', shape: [1], data: [1] }] } as GoldenInput,
      null,
      {},
      "input 'x' expects float32[n, 2]; got shape [1]",
    ],
  ])('refuses %s', async (_, bytes, input, file, options, reason) => {
    const yaml = bytes === TABLE ? 'task: tensor' : 'task: image-classification';
    const { spec } = await derive(bytes, yaml);
    expect(() => goldenCase(sample(input, options), file, spec)).toThrow(reason);
    expect(() => goldenCase(sample(input, options), file, spec)).toThrow(/^golden\/a\.json: /);
  });
});

describe('GoldenSet', () => {
  it('is its digest in JSON, so that a version with other samples is another one', () => {
    expect(canonicalJson(new GoldenSet([], 'abc'))).toBe('{"digest":"abc"}');
  });
});
