import { readFileSync } from 'node:fs';

import { predict, send } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

interface PoseCase {
  image: string;
  /** x1, y1, x2, y2 in pixels of the picture; null for all of it. */
  crop: [number, number, number, number] | null;
  /** Of the cut-out, in whole pixels. */
  size: [number, number];
  fsanet1x1: number[];
  fsanetVar: number[];
  yawPitchRoll: number[];
}

/** In pixels: boxes are told in tenths. */
const EDGE_TOLERANCE = 0.11;

/** In degrees. The reference was resized by OpenCV itself, which rounds a little differently. */
const TOLERANCE = 0.1;

const MEMBERS = { 'fsanet-1x1': 'fsanet1x1', 'fsanet-var': 'fsanetVar' } as const;

const POSE = `
task: image-regression
input: {color: BGR, scale: 1, mean: 127.5, std: 128, fit: stretch}
output: {names: [yaw, pitch, roll], unit: degrees, range: [-99, 99]}
`;
/** The expected crops are the boxes themselves; on bus.jpg that of the surer face, which is not the larger one. */
const ON_FACE = 'region: {model: version-RFB-320, label: face, select: best}\n';
const AVERAGE = 'ensemble: {combine: average, members: [{model: fsanet-1x1}, {model: fsanet-var}]}\n';

const file = (name: string) => ({
  copyOf: acceptancePath(`models/4-face-attribute/${name}_headpose.onnx`),
});

const degreesOff = (values: { value: number }[], expected: readonly number[]): number =>
  Math.max(...values.map(({ value }, index) => Math.abs(value - expected[index]!)));

describeWithAcceptance('head pose of the face that another model finds', () => {
  const { results } = JSON.parse(readFileSync(acceptancePath('expected/headpose.json'), 'utf8')) as {
    results: PoseCase[];
  };
  const onFace = results.filter(({ crop }) => crop !== null);
  const whole = results.filter(({ crop }) => crop === null);
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'version-RFB-320',
        files: { '1/model.onnx': { copyOf: acceptancePath('models/3-face/version-RFB-320.onnx') } },
      },
      ...Object.keys(MEMBERS).flatMap((name) => [
        { name, files: { 'model.yaml': POSE, '1/model.onnx': file(name) } },
        { name: `${name}-on-face`, files: { 'model.yaml': POSE + ON_FACE, '1/model.onnx': file(name) } },
      ]),
      { name: 'pose', files: { 'model.yaml': AVERAGE } },
      { name: 'pose-on-face', files: { 'model.yaml': AVERAGE + ON_FACE } },
      {
        name: 'poses',
        files: { 'model.yaml': `${AVERAGE}region: {model: version-RFB-320, select: every}\n` },
      },
    ]);
    server = await startServer({ modelDir, env: { MODEL_MAX_CONCURRENT: '1' } });
    await server.waitUntilReady(120_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  async function resultOf(model: string, image: string): Promise<any> {
    const bytes = readFileSync(acceptancePath(image));
    const { status, body } = await predict(server.url, model, { bytes, name: image });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body.result;
  }

  it.each(whole.map((each) => [each.image, each] as const))(
    'the mean of both on all of %s',
    async (image, each) => {
      const { values, region } = await resultOf('pose', image);
      expect(values.map(({ name, unit }: any) => [name, unit])).toEqual(
        ['yaw', 'pitch', 'roll'].map((name) => [name, 'degrees']),
      );
      expect(degreesOff(values, each.yawPitchRoll)).toBeLessThanOrEqual(TOLERANCE);
      expect(region).toBeUndefined();
    },
  );

  it.each(onFace.map((each) => [each.image, each] as const))(
    'the region of %s is the face that the makers cut out',
    async (image, { crop, size }) => {
      const { region } = await resultOf('pose-on-face', image);
      const { x, y, width, height } = region.box;
      const edges = [x, y, x + width, y + height];
      expect(Math.max(...edges.map((edge, at) => Math.abs(edge - crop![at]!)))).toBeLessThanOrEqual(
        EDGE_TOLERANCE,
      );
      const pixels = [Math.round(x + width) - Math.round(x), Math.round(y + height) - Math.round(y)];
      expect(pixels).toEqual(size);
      expect(region).toMatchObject({ label: 'face', model: 'version-RFB-320' });
    },
  );

  const cases = onFace.flatMap((each) => [
    ...Object.entries(MEMBERS).map(([name, key]) => [`${name}-on-face`, each.image, each[key]] as const),
    ['pose-on-face', each.image, each.yawPitchRoll] as const,
  ]);

  it.each(cases)('%s gives the makers’ numbers for the face of %s', async (model, image, expected) => {
    const { values } = await resultOf(model, image);
    expect(degreesOff(values, expected)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('the spread is half of the distance between the two', async () => {
    const { image, fsanet1x1, fsanetVar } = whole[0]!;
    const { values } = await resultOf('pose', image);
    for (const [index, { spread }] of values.entries()) {
      const distance = Math.abs(fsanet1x1[index]! - fsanetVar[index]!);
      expect(Math.abs(spread - distance / 2)).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('every face of bus.jpg has its own pose', async () => {
    const { regions } = await resultOf('poses', 'images/photos/bus.jpg');
    expect(regions).toHaveLength(2);
    const { values } = await resultOf('pose-on-face', 'images/photos/bus.jpg');
    expect(regions[0].result.values).toEqual(values);
    expect(regions[1].result.values).not.toEqual(values);
  });

  it('is described as what it is made of', async () => {
    const { body } = await send(`${server.url}/v1/models/pose-on-face`);
    expect(body.versions[0].uses.map(({ model, role }: any) => [model, role])).toEqual([
      ['fsanet-1x1', 'member'],
      ['fsanet-var', 'member'],
      ['version-RFB-320', 'region model'],
    ]);
  });
});
