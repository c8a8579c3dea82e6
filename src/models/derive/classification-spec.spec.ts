import { derive, model, task, yolo, type Dims } from '../../../test/fixtures/derive-model.js';

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
    ['three frames', model([3, 3, 64, 64], [1, 10]), /always 3 pictures, and not an answer for each/],
    ['four channels', model([1, 4, 64, 64], [1, 10]), /no dimension that could be the channels/],
  ])('are not guessed from %s', async (_, bytes, note) => {
    const { spec, notes } = await derive(bytes);
    expect(spec.task).toEqual({ kind: 'tensor' });
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it.each<[string, Dims, string]>([
    ['Hugging Face', ['batch_size', 'num_channels', 'height', 'width'], 'NCHW'],
    ['a channel last', ['n', 'h', 'w', 'channels'], 'NHWC'],
    ['no names', ['', '', '', ''], 'NCHW'],
  ])('may leave every dimension open, as those of %s', async (_, dims, layout) => {
    const open = model(dims, ['batch_size', 10]);
    expect(await task(open, 'input: {size: 224}')).toMatchObject({
      kind: 'image-classification',
      image: { layout, color: 'RGB', width: 224, height: 224 },
    });
    expect(await task(open, 'input: {size: [32, 16], color: GRAY}')).toMatchObject({
      image: { layout, color: 'GRAY', width: 32, height: 16 },
    });
  });

  it('may take one picture alone, where its size is declared', async () => {
    const alone = model([3, 'h', 'w'], [1, 10]);
    expect((await derive(alone)).explained['task']).toMatchObject({
      value: 'tensor',
      note: expect.stringContaining('declare input.size'),
    });
    expect(await task(alone, 'task: image-classification\ninput: {size: 32}')).toMatchObject({
      kind: 'image-classification',
      image: { width: 32, height: 32, layout: 'NCHW', isSingle: true },
    });
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

describe('confidence.quality', () => {
  const classifier = model([1, 3, 8, 8], [1, 2]);

  it('is off unless the manifest asks for it', async () => {
    const { spec } = await derive(classifier, 'confidence: {high: 0.9}');
    expect(spec.task).toMatchObject({ confidence: { high: 0.9 } });
    expect(spec.task).not.toHaveProperty('confidence.quality');
  });

  it('has the limits that are declared, no others, and a message for each fault', async () => {
    const { spec, explained } = await derive(
      classifier,
      'confidence: {quality: {min_sharpness: 30, min_subject: 0.05, messages: {blurred: Hold still.}}}',
    );
    expect(spec.task).toHaveProperty('confidence.quality', {
      minShorterSide: null,
      maxDark: null,
      maxBright: null,
      minSharpness: 30,
      minSubject: 0.05,
      messages: {
        too_small: expect.any(String),
        underexposed: expect.any(String),
        overexposed: expect.any(String),
        blurred: 'Hold still.',
        subject_too_small: expect.any(String),
      },
    });
    expect(explained).toMatchObject({ confidence: { quality: { origin: 'declared' } } });
  });
});
