import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { goldenOf } from './support/golden.js';
import { predict, send } from './support/http.js';
import { makeModelDir, type ModelEntry, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

const MODELS = join(__dirname, '../models');
const NAMES = ['hazard-detector', 'leaf-disease'];

const entry = (name: string): ModelEntry => ({
  name,
  files: {
    'model.yaml': { copyOf: join(MODELS, name, 'model.yaml') },
    '1/model.onnx': { copyOf: join(MODELS, name, '1/model.onnx') },
    golden: { copyOf: join(MODELS, name, 'golden') },
  },
});

const sample = (model: string, file: string): Buffer => readFileSync(join(MODELS, model, 'samples', file));
const byPlace = (a: any, b: any): number => a.box.x - b.box.x;
const expected = (model: string): any => JSON.parse(sample(model, 'expected.json').toString('utf8')).pictures;

describe('the starter models for pictures', () => {
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    modelDir = makeModelDir(NAMES.map(entry));
    server = await startServer({ modelDir, startLimitMs: 120_000 });
    await server.waitUntilReady(90_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  const ask = (model: string, bytes: Buffer, name = 'sample.jpg') =>
    predict(server.url, model, { bytes, name });

  it.each(NAMES)('%s is ready, and answered its golden samples', async (name) => {
    const { samples, passed, failures } = await goldenOf(server.url, name);
    expect({ passed, failures }).toEqual({ passed: samples, failures: [] });
    expect(samples).toBeGreaterThan(0);
  });

  it.each(Object.entries<any>(expected('hazard-detector')))(
    'hazard-detector finds in %s what its card says',
    async (file, { detections }) => {
      const { body } = await ask('hazard-detector', sample('hazard-detector', file));
      const found = body.result.detections.toSorted(byPlace);
      const wanted = detections.toSorted(byPlace);
      expect(found.map(({ label }: any) => label)).toEqual(wanted.map(({ label }: any) => label));
      for (const [index, { score, box }] of wanted.entries()) {
        expect(Math.abs(found[index].score - score)).toBeLessThan(0.05);
        expect(Math.abs(found[index].box.x - box.x)).toBeLessThan(4);
        expect(Math.abs(found[index].box.width - box.width)).toBeLessThan(6);
      }
    },
  );

  const leaves = Object.entries<any>(expected('leaf-disease'));

  it.each(leaves.filter(([, { label }]) => label))(
    'leaf-disease knows %s as surely as its card says, and what to do',
    async (file, { label, score }) => {
      const { body } = await ask('leaf-disease', sample('leaf-disease', file));
      expect(body.result.classes[0]).toMatchObject({
        label,
        description: expect.any(String),
        recommendation: expect.any(String),
      });
      expect(Math.abs(body.result.classes[0].score - score)).toBeLessThan(0.06);
      expect(body.result.quality.faults).toEqual([]);
      expect(body).toMatchObject({ confidence_status: 'HIGH', retake_message: null });
      expect(body.model.notice).toContain('not for diagnosis');
    },
  );

  it.each(leaves.filter(([, { label }]) => !label))(
    'leaf-disease asks for another picture than %s, and says why',
    async (file, { faults }) => {
      const { body } = await ask('leaf-disease', sample('leaf-disease', file));
      expect(body.result.quality.faults).toEqual(expect.arrayContaining(faults));
      expect(body.confidence_status).not.toBe('HIGH');
      const words: Record<string, string> = {
        blurred: 'not sharp',
        underexposed: 'too dark',
        subject_too_small: 'go closer',
      };
      for (const fault of faults) expect(body.retake_message).toContain(words[fault]);
    },
  );

  it('says of leaf-disease that it is a demonstration', async () => {
    const { body } = await send(`${server.url}/v1/models`);
    const notices = Object.fromEntries(body.models.map(({ name, notice }: any) => [name, notice]));
    expect(notices['leaf-disease']).toContain('demonstration');
  });
});
