import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import sharp from 'sharp';

import { onnxModel } from './fixtures/onnx-writer.js';
import { sibyl } from './support/cli.js';
import { predict, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

/** As Optimum exports: every size open. The mean of each channel is a logit. */
const MODEL = onnxModel({
  inputs: [
    { name: 'pixel_values', type: 'float32', dims: ['batch_size', 'num_channels', 'height', 'width'] },
  ],
  outputs: [{ name: 'logits', type: 'float32', dims: ['batch_size', 3] }],
  nodes: [
    {
      op: 'ReduceMean',
      inputs: ['pixel_values'],
      outputs: ['logits'],
      attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
    },
  ],
});

const CONFIG = JSON.stringify({
  architectures: ['ViTForImageClassification'],
  model_type: 'vit',
  id2label: { 2: 'blue', 0: 'red', 1: 'green' },
});
const PROCESSOR = JSON.stringify({
  image_processor_type: 'DeiTImageProcessor',
  do_resize: true,
  size: { height: 16, width: 16 },
  do_center_crop: true,
  crop_size: { height: 8, width: 8 },
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.5, 0.25, 0],
  image_std: [0.5, 0.5, 0.25],
  resample: 3,
});
const FILES = { 'config.json': CONFIG, 'preprocessor_config.json': PROCESSOR };

/** 96 x 96 of red in 128 x 128 of white: the middle half of each side is far enough from the frame for every filter. */
const framed = (): Promise<Buffer> =>
  sharp({ create: { width: 96, height: 96, channels: 3, background: '#f00' } })
    .extend({ top: 16, bottom: 16, left: 16, right: 16, background: '#fff' })
    .png()
    .toBuffer();

const softmax = (logits: number[]): number[] => {
  const powers = logits.map(Math.exp);
  return powers.map((power) => power / powers.reduce((sum, each) => sum + each));
};

describe("files of Hugging Face's hub beside a model", () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    const files: Record<string, Record<string, string | Uint8Array>> = {
      flat: { 'model.onnx': MODEL, ...FILES },
      hub: { 'onnx/model.onnx': MODEL, 'onnx/model_quantized.onnx': MODEL, ...FILES },
      numbered: {
        '1/model.onnx': MODEL,
        '2/model.onnx': MODEL,
        ...FILES,
        '2/config.json': CONFIG.replace('red', 'rouge'),
      },
      declared: {
        'model.onnx': MODEL,
        ...FILES,
        'model.yaml': 'labels: [r, g, b]\ninput: {mean: 0, std: 1, fit: stretch}',
      },
      quantized: { 'onnx/model_quantized.onnx': MODEL, ...FILES },
      torn: { 'model.onnx': MODEL, ...FILES, 'preprocessor_config.json': PROCESSOR.slice(0, 40) },
      list: { 'model.onnx': MODEL, ...FILES, 'config.json': '[1]' },
      large: { 'model.onnx': MODEL, ...FILES, 'config.json': `{"a": "${'x'.repeat(5_000_000)}"}` },
      linked: { 'model.onnx': MODEL, 'config.json': CONFIG },
      folder: { 'model.onnx': MODEL, 'config.json': CONFIG, 'preprocessor_config.json/x': '' },
    };
    modelDir = makeModelDir(Object.entries(files).map(([name, content]) => ({ name, files: content })));
    symlinkSync('../flat/preprocessor_config.json', join(modelDir, 'linked/preprocessor_config.json'));
    // Beside a bare file they may be anybody's.
    writeFileSync(join(modelDir, 'bare.onnx'), MODEL);
    writeFileSync(join(modelDir, 'config.json'), CONFIG);
    writeFileSync(join(modelDir, 'preprocessor_config.json'), '{');
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const classes = async (model: string): Promise<Record<string, number>> => {
    const { status, body } = await predict(server.url, model, { bytes: await framed(), name: 'a.png' });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return Object.fromEntries(body.result.classes.map(({ label, score }: any) => [label, score]));
  };

  it.each(['flat', 'hub'])('make a labelled classifier that sees what they say: %s', async (model) => {
    // The frame is cut off: red alone, (1 - .5) / .5, (0 - .25) / .5 and 0.
    const [red, green, blue] = softmax([1, -0.5, 0]).map((score) => expect.closeTo(score, 2));
    expect(await classes(model)).toEqual({ red, green, blue });
    const { body } = await send(`${server.url}/v1/models/${model}`);
    expect(body.versions[0].manifest).toMatchObject({
      task: { value: 'image-classification', note: 'config.json says ViTForImageClassification' },
      labels: { origin: 'derived', note: 'from config.json' },
      input: {
        size: { value: [8, 8], origin: 'derived', note: 'from preprocessor_config.json' },
        crop_fraction: { value: 0.5, origin: 'derived', note: 'from preprocessor_config.json' },
        resample: { value: 'bicubic', origin: 'derived', note: 'from preprocessor_config.json' },
        mean: { value: [0.5, 0.25, 0], origin: 'derived', note: 'from preprocessor_config.json' },
      },
    });
  });

  it('of a version go before those of the model', async () => {
    expect(Object.keys(await classes('numbered'))).toEqual(['rouge', 'blue', 'green']);
  });

  it('are less than the manifest', async () => {
    const scores = await classes('declared');
    // The frame is seen too: 7 of 16 parts of the picture are white.
    const [r, g, b] = softmax([1, 7 / 16, 7 / 16]).map((score) => expect.closeTo(score, 2));
    expect(scores).toEqual({ r, g, b });
  });

  it.each([
    ['quantized', 'holds model_quantized.onnx; call the one that is to be served model.onnx'],
    ['torn', 'preprocessor_config.json is not JSON'],
    ['list', 'config.json is no JSON object; mend it, or take it away'],
    ['large', 'config.json is larger than 4 MB'],
    ['linked', 'preprocessor_config.json is a symbolic link, which is not followed'],
    ['folder', 'preprocessor_config.json is not a regular file'],
  ])('keep %s from being served when they cannot be used', async (model, reason) => {
    const { status, body } = await predict(server.url, model, { bytes: await framed(), name: 'a.png' });
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain(reason);
    expect(body.error.message).not.toContain(modelDir);
  });

  it('are written down by sibyl init, which changes nothing', async () => {
    const timm = {
      architecture: 'resnet18',
      num_classes: 3,
      label_names: ['n1', 'n2', 'n3'],
      label_descriptions: { n1: 'a cat' },
      pretrained_cfg: { input_size: [3, 24, 24], crop_pct: 0.95, interpolation: 'bicubic' },
    };
    const folder = makeModelDir([
      { name: 'timm', files: { 'onnx/model.onnx': MODEL, 'config.json': JSON.stringify(timm) } },
      { name: 'deit', files: { '1/model.onnx': MODEL, ...FILES } },
    ]);
    try {
      for (const path of ['timm/onnx/model.onnx', 'deit']) {
        const { code, out } = await sibyl(['init', path], { cwd: folder });
        expect([code, out]).toEqual([
          0,
          expect.stringContaining(`written: ${path.split('/')[0]}/model.yaml`),
        ]);
      }
    } finally {
      removeModelDir(folder);
    }
  });

  it('do not count beside a bare file', async () => {
    const { body } = await send(`${server.url}/v1/models/bare`);
    expect(body.task).toBe('tensor');
  });
});
