import { derive, model, yolo } from '../../test/fixtures/derive-model.js';
import { parseManifest } from '../models/manifest/parse-manifest.js';
import { valuesOf } from './explained-values.js';
import { manifestText } from './manifest-draft.js';

/** The manifest that is written for a model, with the one that it has already. */
async function draft(bytes: Buffer, yaml = '', refused: string[] = []): Promise<string> {
  const { explained, notes } = await derive(bytes, yaml);
  return manifestText({
    name: 'plant',
    file: 'model.onnx',
    schema: '../docs/model.schema.json',
    values: valuesOf(explained),
    declared: parseManifest(yaml, 'model.yaml').manifest,
    refused: new Set(refused),
    notes,
  });
}

const classifier = model(['n', 3, 224, 224], ['n', 3]);
const detector = model([1, 3, 320, 320], [1, 6, 2100], { op: 'Concat', ...yolo() });
const table = model([1, 4], [1, 2]);

describe('manifestText', () => {
  it.each([
    ['a classifier', classifier, ''],
    [
      'a classifier with texts',
      classifier,
      'labels: [a, {name: b, severity: high}, "7"]\nconfidence: {high: 0.9}',
    ],
    ['a detector', detector, 'execution: {max_batch: 1, required: true}'],
    ['plain tensors', table, 'description: "Two lines\\nand: a #"'],
  ])('says of %s what was found', async (_, bytes, yaml) => {
    const before = await derive(bytes, yaml);
    const after = await derive(bytes, await draft(bytes, yaml));
    expect(after.spec).toEqual(before.spec);
    expect(after.description).toBe(before.description);
  });

  it('begins with the schema for editors', async () => {
    expect((await draft(classifier)).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../docs/model.schema.json',
    );
  });

  it('explains each value and marks what the makers have to be asked', async () => {
    const text = await draft(classifier);
    expect(text).toContain(
      [
        '  # Order of the channels. One of RGB, BGR, GRAY.',
        '  # CHECK: usual for classifiers (mean and std of ImageNet); not in the file, so check with the makers',
        '  color: RGB',
      ].join('\n'),
    );
    expect(text).toContain(
      '  # Order of the dimensions of the input tensor. One of NCHW, NHWC.\n  # derived\n  layout: NCHW',
    );
  });

  it('keeps what was declared as it was said', async () => {
    const text = await draft(
      classifier,
      'labels: [a, b, {name: c, recommendation: water}]\ninput: {size: 224}',
    );
    expect(text).toContain('  # As declared before.\n  size: 224\n');
    expect(text).toContain('labels:\n  - a\n  - b\n  - {name: c, recommendation: water}\n');
  });

  it('leaves what the server decides to the server', async () => {
    const text = await draft(classifier);
    expect(text).toContain('# execution:\n#   executors: 2 # Most processes of a version.\n');
    const { manifest } = parseManifest(text, 'model.yaml');
    const said = Object.entries(manifest).filter(([, value]) => value !== undefined);
    expect(said.map(([key]) => key).toSorted()).toEqual(['input', 'labels', 'output', 'task']);
  });

  it('makes comments of what the model refuses', async () => {
    const text = await draft(detector, '', ['output.iou_threshold']);
    expect(text).toContain('  # iou_threshold: 0.45\n');
    expect(parseManifest(text, 'model.yaml').manifest.output?.iou_threshold).toBeUndefined();
  });

  it('asks for a file where the labels are many', async () => {
    const text = await draft(model(['n', 3, 224, 224], ['n', 1000]));
    expect(text).toContain('# labels: labels.txt # 1000 names: a file beside this one with one name a line');
  });

  it('lets no text of a model out of its comment', async () => {
    const evil = yolo({ task: 'detect\ntask: tensor', names: "{0: 'a', 1: 'b'}" });
    const text = await draft(model([1, 3, 320, 320], [1, 6, 2100], { op: 'Concat', ...evil }));
    expect(text).toContain('\\u{a}');
    expect(text.split('\n').filter((line) => line.startsWith('task:'))).toHaveLength(1);
  });
});
