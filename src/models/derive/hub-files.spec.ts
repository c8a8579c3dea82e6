import { deriveBeside, model, type Dims } from '../../../test/fixtures/derive-model.js';

const OPEN: Dims = ['batch_size', 'num_channels', 'height', 'width'];
const CONFIG = {
  architectures: ['ViTForImageClassification'],
  model_type: 'vit',
  id2label: { 10: 'k', 2: 'c', 0: 'a', 1: 'b', 3: 'd', 4: 'e', 5: 'f', 6: 'g', 7: 'h', 8: 'i', 9: 'j' },
};
const PROCESSOR = {
  image_processor_type: 'ViTImageProcessor',
  do_resize: true,
  do_normalize: true,
  image_mean: [0.5, 0.4, 0.3],
  image_std: [0.5, 0.5, 0.5],
  resample: 3,
  size: { height: 160, width: 160 },
};
const exported = (classes = 11) => model(OPEN, ['batch_size', classes]);

describe("a model with Hugging Face's files beside it", () => {
  it('is a classifier with their names and their pictures, each shown as derived from its file', async () => {
    const { spec, explained } = await deriveBeside(exported(), CONFIG, PROCESSOR);
    expect(spec.task).toMatchObject({
      kind: 'image-classification',
      labels: { 0: { name: 'a' }, 2: { name: 'c' }, 10: { name: 'k' } },
      image: {
        width: 160,
        height: 160,
        fit: 'stretch',
        resample: 'bicubic',
        scale: 1 / 255,
        mean: [0.5, 0.4, 0.3],
        std: [0.5, 0.5, 0.5],
      },
      activation: 'softmax',
    });
    const derived = { origin: 'derived', note: 'from preprocessor_config.json' };
    expect(explained).toMatchObject({
      labels: { origin: 'derived', note: 'from config.json' },
      input: { size: derived, fit: derived, resample: derived, mean: derived, std: derived, scale: derived },
    });
  });

  it('follows the manifest where it says something else', async () => {
    const yaml =
      'labels: [A, B, C, D, E, F, G, H, I, J, K]\ninput: {size: 96, resample: antialias, fit: center-crop}';
    const { spec, origins } = await deriveBeside(exported(), CONFIG, PROCESSOR, yaml);
    expect(spec.task).toMatchObject({
      labels: { 0: { name: 'A' } },
      image: {
        width: 96,
        resample: 'antialias',
        fit: 'center-crop',
        cropFraction: 0.875,
        mean: [0.5, 0.4, 0.3],
      },
    });
    expect(origins).toMatchObject({ labels: 'declared', 'input.fit': 'declared', 'input.mean': 'derived' });
  });

  it.each<[string, object, object]>([
    ['multi_label_classification', { activation: 'sigmoid', multiLabel: true, scoreThreshold: 0.5 }, CONFIG],
    ['single_label_classification', { activation: 'softmax', multiLabel: false }, CONFIG],
    ['regression', { kind: 'image-regression', values: { 0: { name: 'a' }, 10: { name: 'k' } } }, CONFIG],
  ])('has the answer of problem_type %s', async (problem_type, expected, config) => {
    const { spec } = await deriveBeside(exported(), { ...config, problem_type }, PROCESSOR);
    expect(spec.task).toMatchObject(expected);
  });

  it('takes the logits of several outputs, and the number of classes where the graph leaves it open', async () => {
    const bytes = model(OPEN, ['batch_size', 'sequence'], {
      outputs: ['hidden', 'logits'].map((name) => ({
        name,
        type: 'float32',
        dims: ['batch_size', 'sequence'],
      })),
      nodes: [
        { op: 'Gemm', inputs: ['x'], outputs: ['hidden'] },
        { op: 'Gemm', inputs: ['x'], outputs: ['logits'] },
      ],
    });
    const { spec } = await deriveBeside(bytes, CONFIG, PROCESSOR);
    expect(spec.task).toMatchObject({
      kind: 'image-classification',
      tensor: 'logits',
      labels: { length: 11 },
    });
  });

  it('takes grey pictures where the files say one channel', async () => {
    const grey = { ...PROCESSOR, image_mean: [0.5], image_std: [0.5] };
    const { spec } = await deriveBeside(exported(), { ...CONFIG, num_channels: 1 }, grey);
    expect(spec.task).toMatchObject({ image: { color: 'GRAY', mean: [0.5], std: [0.5] } });
  });

  it('finds with DETR, whose last column is none of the names', async () => {
    const bytes = model([1, 3, 64, 64], [], {
      outputs: [
        { name: 'logits', type: 'float32', dims: [1, 20, 12] },
        { name: 'pred_boxes', type: 'float32', dims: [1, 20, 4] },
      ],
      nodes: [
        { op: 'Gemm', inputs: ['x'], outputs: ['logits'] },
        { op: 'Gemm', inputs: ['x'], outputs: ['pred_boxes'] },
      ],
    });
    const { spec } = await deriveBeside(
      bytes,
      { ...CONFIG, architectures: ['DetrForObjectDetection'] },
      PROCESSOR,
    );
    expect(spec.task).toMatchObject({
      kind: 'object-detection',
      decoder: 'detr',
      background: 'last',
      scoreActivation: 'softmax',
      labels: { length: 11 },
      image: { mean: [0.5, 0.4, 0.3], fit: 'stretch' },
    });
  });

  it('says so where the names or the size are those of another model', async () => {
    const { spec, notes } = await deriveBeside(model(['n', 3, 224, 224], ['n', 5]), CONFIG, PROCESSOR);
    expect(spec.task).toMatchObject({ labels: { length: 5, 0: { name: 'class_0' } }, image: { width: 224 } });
    expect(notes).toEqual([
      'config.json names 11 classes, but the model has 5; not used',
      'preprocessor_config.json speaks of 160 x 160 pixels, but the input has 224 x 224',
    ]);
  });

  it.each<[string, object, object | null, string]>([
    [
      'a gap in the names',
      { ...CONFIG, id2label: { 0: 'a', 2: 'b' } },
      PROCESSOR,
      'config.json has wrong names of classes: id2label: 2 entries, but none for index 1',
    ],
    [
      'names that are none',
      { ...CONFIG, id2label: 'many' },
      PROCESSOR,
      'config.json has id2label that is neither a list',
    ],
    ['a wrong size', CONFIG, { ...PROCESSOR, size: 'big' }, "preprocessor_config.json has size: 'big'"],
    [
      'a step that is not served',
      CONFIG,
      { ...PROCESSOR, resample: 5 },
      'preprocessor_config.json cannot be followed: resample is 5',
    ],
  ])('is refused for %s', async (_name, config, processor, message) => {
    await expect(deriveBeside(exported(), config, processor)).rejects.toThrow(message);
  });

  it('is served with a step of its own where the manifest says how', async () => {
    const { spec } = await deriveBeside(
      exported(),
      CONFIG,
      { ...PROCESSOR, resample: 5 },
      'input: {resample: bicubic}',
    );
    expect(spec.task).toMatchObject({ image: { resample: 'bicubic' } });
  });

  it('stays plain tensors where it is none of pictures, whatever is wrong with the files', async () => {
    const { spec } = await deriveBeside(
      model(['n', 7], ['n', 2]),
      { ...CONFIG, id2label: 5 },
      { size: 'x', do_resize: true },
    );
    expect(spec.task.kind).toBe('tensor');
  });

  it('does not take the config.json of something else for theirs', async () => {
    const { spec, notes } = await deriveBeside(model(['n', 3, 8, 8], ['n', 2]), { size: 5, labels: 'x' });
    expect([spec.task.kind, notes]).toEqual(['image-classification', []]);
  });
});

describe("a model with timm's config.json beside it", () => {
  const pretrained_cfg = {
    input_size: [3, 96, 96],
    interpolation: 'bilinear',
    crop_pct: 0.9,
    mean: [0.1, 0.2, 0.3],
    std: [1, 1, 1],
  };
  const timm = {
    architecture: 'resnet18',
    num_classes: 2,
    label_names: ['n1', 'n2'],
    label_descriptions: { n1: 'cat' },
    pretrained_cfg,
  };

  it.each<[string, object]>([
    ['as it is written now', timm],
    [
      'in its old form',
      {
        architecture: 'resnet18',
        num_classes: 2,
        label_names: ['n1', 'n2'],
        label_descriptions: { n1: 'cat' },
        ...pretrained_cfg,
      },
    ],
  ])('is a classifier fed as timm does, %s', async (_name, config) => {
    const { spec, explained } = await deriveBeside(model(['batch', 3, 'h', 'w'], ['batch', 2]), config);
    expect(spec.task).toMatchObject({
      kind: 'image-classification',
      labels: [{ name: 'n1', description: 'cat' }, { name: 'n2' }],
      image: {
        width: 96,
        fit: 'center-crop',
        cropFraction: 96 / 106,
        resample: 'antialias',
        mean: [0.1, 0.2, 0.3],
      },
    });
    expect(explained).toMatchObject({
      input: { crop_fraction: { origin: 'derived', note: 'from config.json' } },
    });
  });
});
