import { readFileSync } from 'node:fs';

import { predict } from './support/http.js';
import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';

interface Face {
  score: number;
  /** x1, y1, x2, y2 in pixels of the picture. */
  box: [number, number, number, number];
  /** x, y of five points. */
  kps?: number[];
}

interface FaceCase {
  model: string;
  image: string;
  threshold: number;
  faces: Face[];
}

interface Found {
  label: string;
  score: number;
  box: { x: number; y: number; width: number; height: number };
  keypoints?: { x: number; y: number }[];
}

const SCORE_TOLERANCE = 0.03;
const LEAST_IOU = 0.9;
/** Of the longer side of the face. */
const POINT_TOLERANCE = 0.05;

function iou({ x, y, width, height }: Found['box'], [x1, y1, x2, y2]: Face['box']): number {
  const sharedWidth = Math.max(0, Math.min(x + width, x2) - Math.max(x, x1));
  const sharedHeight = Math.max(0, Math.min(y + height, y2) - Math.max(y, y1));
  const both = sharedWidth * sharedHeight;
  return both / (width * height + (x2 - x1) * (y2 - y1) - both);
}

const isSame = (found: Found, face: Face): boolean =>
  found.label === 'face' &&
  Math.abs(found.score - face.score) <= SCORE_TOLERANCE &&
  iou(found.box, face.box) >= LEAST_IOU;

function arePointsSame(found: Found, { kps }: Face): boolean {
  const near = Math.max(1, Math.max(found.box.width, found.box.height) * POINT_TOLERANCE);
  const points = (found.keypoints ?? []).flatMap(({ x, y }) => [x, y]);
  return (
    points.length === (kps?.length ?? 0) && points.every((at, i) => Math.abs(at - (kps?.[i] ?? NaN)) <= near)
  );
}

describeWithAcceptance('face detectors without a manifest', () => {
  const { results } = JSON.parse(readFileSync(acceptancePath('expected/face.json'), 'utf8')) as {
    results: FaceCase[];
  };
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    const names = [...new Set(results.map(({ model }) => model))];
    modelDir = makeModelDir(
      names.map((name) => ({
        name,
        files: { '1/model.onnx': { copyOf: acceptancePath(`models/3-face/${name}.onnx`) } },
      })),
    );
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each(results.map((each) => [each.model, each.image, each] as const))(
    '%s finds the same faces in %s',
    async (model, image, { faces }) => {
      const bytes = readFileSync(acceptancePath(image));
      const { status, body } = await predict(server.url, model, { bytes, name: image });
      expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
      const found = body.result.detections as Found[];
      const unlike = faces.filter(
        (face) => !found.some((one) => isSame(one, face) && arePointsSame(one, face)),
      );
      const unexpected = found.filter((one) => !faces.some((face) => isSame(one, face)));
      expect({ unlike, unexpected, count: found.length }).toEqual({
        unlike: [],
        unexpected: [],
        count: faces.length,
      });
    },
  );
});
