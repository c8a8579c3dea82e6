import { readFileSync } from 'node:fs';

import { predict } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

interface PoseCase {
  image: string;
  /** x1, y1, x2, y2 of the face; null for the whole picture. */
  crop: [number, number, number, number] | null;
  fsanet1x1: [number, number, number];
  fsanetVar: [number, number, number];
}

/** Degrees. The reference was resized by OpenCV itself, which rounds a little differently. */
const TOLERANCE = 0.1;

/** What the makers say of their models and no file tells. */
const MANIFEST = `
task: image-regression
input: {color: BGR, mean: 127.5, std: 128}
output: {names: [yaw, pitch, roll], unit: degrees, range: [-99, 99]}
tta: {flip: horizontal, negate: [yaw, roll]}
`;

const MODELS = { 'fsanet-1x1': 'fsanet1x1', 'fsanet-var': 'fsanetVar' } as const;

describeWithAcceptance('head poses', () => {
  const { results } = JSON.parse(readFileSync(acceptancePath('expected/headpose.json'), 'utf8')) as {
    results: PoseCase[];
  };
  const whole = results.filter(({ crop }) => crop === null);
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(
      Object.keys(MODELS).flatMap((name) => {
        const onnx = { copyOf: acceptancePath(`models/4-face-attribute/${name}_headpose.onnx`) };
        return [
          { name, files: { 'model.yaml': MANIFEST.replace(/tta.*/, ''), '1/model.onnx': onnx } },
          { name: `${name}-flipped`, files: { 'model.yaml': MANIFEST, '1/model.onnx': onnx } },
        ];
      }),
    );
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  async function poseOf(model: string, image: string) {
    const bytes = readFileSync(acceptancePath(image));
    const { status, body } = await predict(server.url, model, { bytes, name: image });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body.result as {
      values: { name: string; value: number; unit: string; range: number[]; spread?: number }[];
    };
  }

  it.each(whole.flatMap((each) => Object.keys(MODELS).map((model) => [model, each.image, each] as const)))(
    '%s gives the makers’ numbers for %s',
    async (model, image, each) => {
      const { values } = await poseOf(model, image);
      const expected = each[MODELS[model as keyof typeof MODELS]];
      expect(values.map(({ name, unit, range }) => ({ name, unit, range }))).toEqual(
        ['yaw', 'pitch', 'roll'].map((name) => ({ name, unit: 'degrees', range: [-99, 99] })),
      );
      for (const [index, { value, spread }] of values.entries()) {
        expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(TOLERANCE);
        expect(spread).toBeUndefined();
      }
    },
  );

  it.each(Object.keys(MODELS))(
    '%s turns the sign of what points left or right, and says how far apart both looks are',
    async (model) => {
      const { image } = whole[0]!;
      const alone = await poseOf(model, image);
      const both = await poseOf(`${model}-flipped`, image);
      for (const [index, { value, spread }] of both.values.entries()) {
        // The mean of two values lies one spread from each of them.
        expect(Math.abs(Math.abs(value - alone.values[index]!.value) - spread!)).toBeLessThan(0.001);
      }
      // Without the turned sign a yaw of 15 degrees would cancel out, with a spread of 15.
      expect(Math.abs(both.values[0]!.value)).toBeGreaterThan(5);
      expect(both.values[0]!.spread).toBeLessThan(10);
    },
  );
});
