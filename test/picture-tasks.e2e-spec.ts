import sharp from 'sharp';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { sameAnswerModel, tiltModel } from './fixtures/sided-models.js';
import { predict, predictJson, send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const RAW = 'input: {scale: 0.00392156862745098, mean: 0, std: 1}';
const colours = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });

/** One person: cx cy w h, score, then two eyes with how visible they are; and eight places where nobody is. */
const PERSON = [4, 4, 4, 4, 0.9, 5, 3, 0.8, 3, 3, 0.6];
const ROWS = [PERSON, ...Array.from({ length: 13 }, () => PERSON.map(() => 0))];
const pose = sameAnswerModel([1, 14, 11], ROWS.flat(), {
  metadata: {
    task: 'pose',
    names: "{0: 'person'}",
    stride: '32',
    imgsz: '[8, 8]',
    kpt_shape: '[2, 3]',
    kpt_names: "{0: ['left_eye', 'right_eye']}",
  },
});

/** One box on the left of every picture, whatever it shows. */
const leftBox = sameAnswerModel([1, 2, 6], [0, 2, 2, 6, 0.9, 0, 0, 0, 0, 0, 0, 0]);
const LEFT_BOX = 'output: {decoder: end2end, score_threshold: 0.4}\nlabels: [thing]\ninput: {fit: stretch}';

const MODELS: Record<string, Record<string, string | Uint8Array>> = {
  traits: {
    '1/model.onnx': colours,
    'model.yaml': `${RAW}\noutput: {names: [openness, extraversion, neuroticism], unit: points, range: [0, 100], scale: 100}`,
  },
  tags: {
    '1/model.onnx': colours,
    'labels.txt': 'red\ngreen\nblue\n',
    'model.yaml': 'input: {scale: 0.05, mean: 6, std: 1}\noutput: {multi_label: true}',
  },
  tilt: { '1/model.onnx': tiltModel('n'), 'model.yaml': `${RAW}\noutput: {names: [tilt, light]}` },
  'tilt-mirrored': {
    '1/model.onnx': tiltModel('n'),
    'model.yaml': `${RAW}\noutput: {names: [tilt, light]}\ntta: {flip: both, negate: [tilt]}`,
  },
  'tilt-one-by-one': {
    '1/model.onnx': tiltModel(1),
    'model.yaml': `${RAW}\noutput: {names: [tilt, light]}\ntta: {flip: both, negate: [tilt]}`,
  },
  'tilt-unturned': {
    '1/model.onnx': tiltModel('n'),
    'model.yaml': `${RAW}\noutput: {names: [tilt, light]}\ntta: {flip: horizontal}`,
  },
  'colours-mirrored': {
    '1/model.onnx': colours,
    'model.yaml': `${RAW}\nlabels: [red, green, blue]\ntta: {flip: horizontal, scales: [0.5]}`,
  },
  'left-box': { '1/model.onnx': leftBox, 'model.yaml': LEFT_BOX },
  'left-box-mirrored': { '1/model.onnx': leftBox, 'model.yaml': `${LEFT_BOX}\ntta: {flip: horizontal}` },
  pose: { '1/model.onnx': pose },
};

const solid = (background: string) =>
  sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer();

/** White on the left, black on the right. */
async function halfWhite(): Promise<Buffer> {
  const left = await sharp({ create: { width: 16, height: 32, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 32, height: 32, channels: 3, background: '#000' } })
    .composite([{ input: left, left: 0, top: 0 }])
    .png()
    .toBuffer();
}

/** Softmax of a logit beside two that are 0. */
const ofThree = (logit: number): number => Math.exp(logit) / (Math.exp(logit) + 2);

describe('the tasks of pictures', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(Object.entries(MODELS).map(([name, files]) => ({ name, files })));
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  async function answer(model: string, bytes: Buffer, fields: Record<string, string | number> = {}) {
    const { status, body } = await predict(server.url, model, { bytes, name: 'a.png' }, fields);
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body;
  }

  describe('image-regression', () => {
    it('tells named numbers with unit and range, and rates nothing', async () => {
      const body = await answer('traits', await solid('#ff8000'));
      expect(body).toMatchObject({ task: 'image-regression', confidence_status: null, retake_message: null });
      expect(body.result).toEqual({
        values: [
          { name: 'openness', value: 100, unit: 'points', range: [0, 100] },
          { name: 'extraversion', value: expect.closeTo(50.2, 1), unit: 'points', range: [0, 100] },
          { name: 'neuroticism', value: 0, unit: 'points', range: [0, 100] },
        ],
        image: { width: 32, height: 32 },
      });
    });

    it('reads one value of each of several outputs, for every picture of a batch', async () => {
      const pictures = [await solid('#fff'), await halfWhite(), await solid('#000')];
      const items = await predict(
        server.url,
        'tilt',
        pictures.map((bytes, index) => ({ bytes, name: `${index}.png` })),
      );
      expect(
        items.body.items.map((item: any) => item.prediction.result.values.map(({ value }: any) => value)),
      ).toEqual([
        [0, 1],
        [1, 0.5],
        [0, 0],
      ]);
    });

    it('has no options', async () => {
      const { status, body } = await predictJson(server.url, 'traits', {
        image: (await solid('#fff')).toString('base64'),
        top_k: 1,
      });
      expect(status).toBe(400);
      expect(body.error.message).toContain(
        'top_k: is not an option of image-regression; its options are none',
      );
    });

    it('is described with every value', async () => {
      const { body } = await send<any>(`${server.url}/v1/models/traits`);
      expect(body.versions[0]).toMatchObject({
        task: 'image-regression',
        manifest: {
          task: { value: 'image-regression', origin: 'derived', note: 'output.names is declared' },
          output: {
            values: {
              origin: 'declared',
              value: { length: 3, 0: { name: 'openness', tensor: 'logits', index: 0 } },
            },
          },
        },
      });
    });
  });

  describe('classes that do not exclude each other', () => {
    // A channel of 255 has the logit 6.75, one of 0 the logit -6; 128 has 0.4.
    it.each<[string, Record<string, number>, string[]]>([
      ['#ff00ff', {}, ['red', 'blue']],
      ['#ff0080', {}, ['red', 'blue']],
      ['#ff0080', { score_threshold: 0.9 }, ['red']],
      ['#000000', {}, []],
    ])('of %s with %j', async (colour, fields, expected) => {
      const { result } = await answer('tags', await solid(colour), fields);
      expect(result.classes.map(({ label }: { label: string }) => label)).toEqual(expected);
    });

    it('have their names from labels.txt beside the model', async () => {
      const { body } = await send<any>(`${server.url}/v1/models/tags`);
      expect(body.versions[0].manifest.labels).toMatchObject({
        origin: 'derived',
        note: 'from labels.txt, which lies beside it',
      });
    });
  });

  describe('test-time augmentation', () => {
    it.each(['tilt-mirrored', 'tilt-one-by-one'])(
      '%s averages values, signs turned, with their spread',
      async (model) => {
        const { result } = await answer(model, await halfWhite());
        expect(result.values).toEqual([
          { name: 'tilt', value: 1, unit: null, range: null, spread: 0 },
          { name: 'light', value: 0.5, unit: null, range: null, spread: 0 },
        ]);
      },
    );

    it('shows in the spread what the variants do not agree on', async () => {
      const { result } = await answer('tilt-unturned', await halfWhite());
      expect(result.values[0]).toMatchObject({ value: 0, spread: 1 });
    });

    it('averages probabilities and tells how uncertain the best class is', async () => {
      const { result } = await answer('colours-mirrored', await solid('#ff0000'));
      // At half the size three quarters of the input are black: logits 1 and 0.25 in two variants each.
      const [large, small] = [ofThree(1), ofThree(0.25)];
      expect(result.classes[0]).toMatchObject({
        label: 'red',
        score: expect.closeTo((large + small) / 2, 3),
      });
      expect(result.uncertainty).toBeCloseTo((large - small) / 2, 3);
    });

    it('maps boxes back before it fuses them', async () => {
      const plain = await answer('left-box', await solid('#fff'));
      expect(plain.result.detections).toEqual([
        { label: 'thing', class_id: 0, score: 0.9, box: { x: 0, y: 8, width: 8, height: 16 } },
      ]);
      const { result } = await answer('left-box-mirrored', await solid('#fff'));
      const found = { label: 'thing', class_id: 0, score: 0.45, spread: 0.45 };
      expect(result.detections).toEqual([
        { ...found, box: { x: 0, y: 8, width: 8, height: 16 } },
        { ...found, box: { x: 24, y: 8, width: 8, height: 16 } },
      ]);
    });

    it('leaves out what the variants together are not sure of', async () => {
      const { result } = await answer('left-box-mirrored', await solid('#fff'), { score_threshold: 0.5 });
      expect(result.detections).toEqual([]);
    });

    it('stands in the description of the model, and does not switch batching off', async () => {
      const { body } = await send<any>(`${server.url}/v1/models/tilt-mirrored`);
      expect(body.versions[0].manifest.tta).toMatchObject({
        flip: { value: ['horizontal', 'vertical'], origin: 'declared' },
      });
      expect(body.versions[0].notes).toEqual([]);
    });
  });

  describe('points', () => {
    it('come with their names and how sure they are', async () => {
      const { result } = await answer('pose', await solid('#fff'));
      expect(result.detections).toEqual([
        {
          label: 'person',
          class_id: 0,
          score: 0.9,
          box: { x: 8, y: 8, width: 16, height: 16 },
          keypoints: [
            { x: 20, y: 12, name: 'left_eye', score: 0.8 },
            { x: 12, y: 12, name: 'right_eye', score: 0.6 },
          ],
        },
      ]);
    });

    it('are drawn with the boxes', async () => {
      const white = { create: { width: 256, height: 256, channels: 3 as const, background: '#fff' } };
      const picture = { bytes: await sharp(white).png().toBuffer(), name: 'a.png' };
      const { bytes } = await predict(server.url, 'pose', picture, {}, { accept: 'image/png' });
      const pixel = async (left: number, top: number) =>
        [...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())].join();
      const frame = await pixel(64, 150);
      expect(frame).not.toBe('255,255,255');
      expect([await pixel(160, 96), await pixel(96, 96)]).toEqual([frame, frame]);
      expect(await pixel(128, 96)).toBe('255,255,255');
    });
  });
});
