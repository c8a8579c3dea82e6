import { readFileSync } from 'node:fs';

import { acceptancePath, describeWithAcceptance, makeModelDir, removeModelDir } from './support/models.js';
import { predict } from './support/http.js';
import { type RunningServer, startServer } from './support/server.js';

interface ExpectedDetection {
  label: string;
  score: number;
  /** x1, y1, x2, y2 in pixels of the picture. */
  box: [number, number, number, number];
}

interface DetectionCase {
  model: string;
  image: string;
  fit?: string;
  resample: 'cv' | 'lanczos3';
  detections: ExpectedDetection[];
}

interface ClassCase {
  model: string;
  /** Pixel values as the model gets them, where that is not the model's only way. */
  range?: '0-255' | '0-1';
  image: string;
  fit?: string;
  resample?: 'cv' | 'lanczos3';
  top5: { index: number; score: number }[];
}

type Feed = Pick<ClassCase, 'model' | 'fit' | 'resample' | 'range'>;

/** What of each model has to be declared, and how far scores may be from the expected ones (more for int8 weights). */
const MODELS: Record<
  string,
  { path: string; manifest: Record<string, unknown>; extra?: string; tolerance: number }
> = {
  'yolox_nano.onnx': {
    path: '1-detection/yolox_nano.onnx',
    manifest: { labels: 'coco_classes.txt', output: { score_threshold: 0.3 } },
    extra: '1-detection/coco_classes.txt',
    tolerance: 0.03,
  },
  'yolo11n_int8.onnx': { path: '1-detection/yolo11n_int8.onnx', manifest: {}, tolerance: 0.05 },
  'road_anomaly_yolov8n_320_int8.onnx': {
    path: '1-detection/road_anomaly_yolov8n_320_int8.onnx',
    manifest: {},
    tolerance: 0.05,
  },
  'fire_yolov8n_int8.onnx': {
    path: '1-detection/fire_yolov8n_int8.onnx',
    manifest: { output: { score_threshold: 0.15 } },
    tolerance: 0.05,
  },
  'plantvillage15_mobilenetv3s_fp32.onnx': {
    path: '2-classification/plantvillage15_mobilenetv3s_fp32.onnx',
    manifest: { labels: 'plantvillage15_labels.txt' },
    extra: '2-classification/plantvillage15_labels.txt',
    tolerance: 0.03,
  },
  'plantvillage15_mobilenetv3s_int8.onnx': {
    path: '2-classification/plantvillage15_mobilenetv3s_int8.onnx',
    manifest: { labels: 'plantvillage15_labels.txt' },
    extra: '2-classification/plantvillage15_labels.txt',
    tolerance: 0.05,
  },
  'imagenet_mobilenetv2_int8.onnx': {
    path: '2-classification/imagenet_mobilenetv2_int8.onnx',
    manifest: { labels: 'imagenet_index_to_name.json' },
    extra: '2-classification/imagenet_index_to_name.json',
    tolerance: 0.05,
  },
  'mnist.onnx': {
    path: '2-classification/mnist.onnx',
    manifest: { input: { scale: 1, mean: 0, std: 1 } },
    tolerance: 0.03,
  },
};

const RESAMPLE = { cv: 'bilinear', lanczos3: 'lanczos3' } as const;
const FITS: Record<string, string> = { centercrop: 'center-crop' };

/** Name of the served model for a case: one manifest for each way of feeding it. */
function served({ model, fit, resample, range }: Feed): string {
  return [
    model.replace('.onnx', ''),
    fit ?? 'default',
    resample ?? 'default',
    ...(range ? [range] : []),
  ].join('.');
}

function readCases<T extends { model: string }>(file: string, model?: string): T[] {
  const { results } = JSON.parse(readFileSync(acceptancePath(`expected/${file}`), 'utf8')) as {
    results: T[];
  };
  return results.map((result) => ({ ...result, model: result.model ?? model }));
}

/**
 * The answers that count for a case. OpenCV's bilinear is what the makers feed and what we do by default: it has to be
 * met. For lanczos3 the spread between the two resamplers is a fair tolerance.
 */
function fairAnswers<T extends Feed & { image: string }>(all: readonly T[], each: T): T[] {
  if (each.resample !== 'lanczos3') return [each];
  return all.filter(
    ({ model, image, fit }) => model === each.model && image === each.image && fit === each.fit,
  );
}

interface Found {
  label: string;
  score: number;
  box: { x: number; y: number; width: number; height: number };
}

function iou(
  box: { x: number; y: number; width: number; height: number },
  other: ExpectedDetection['box'],
): number {
  const [x1, y1, x2, y2] = other;
  const width = Math.min(box.x + box.width, x2) - Math.max(box.x, x1);
  const height = Math.min(box.y + box.height, y2) - Math.max(box.y, y1);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (box.width * box.height + (x2 - x1) * (y2 - y1) - both);
}

describeWithAcceptance('real models on real pictures', () => {
  const detections = [
    ...readCases<DetectionCase>('yolox_nano.json', 'yolox_nano.onnx'),
    ...readCases<DetectionCase>('yolov8_family.json'),
  ];
  const classes = readCases<ClassCase>('classify.json');
  let server: RunningServer;
  let modelDir: string;

  beforeAll(async () => {
    const names = new Map([...detections, ...classes].map((each) => [served(each), each] as const));
    modelDir = makeModelDir(
      [...names].map(([name, each]) => {
        const { path, manifest, extra } = MODELS[each.model] as (typeof MODELS)[string];
        const input = {
          ...(manifest['input'] as object),
          ...(each.resample ? { resample: RESAMPLE[each.resample] } : {}),
          ...(each.fit ? { fit: FITS[each.fit] ?? each.fit } : {}),
          ...((each as Feed).range === '0-1' ? { scale: 1 / 255 } : {}),
        };
        const labels = extra
          ? { [extra.split('/')[1] as string]: { copyOf: acceptancePath(`models/${extra}`) } }
          : {};
        return {
          name,
          files: {
            '1/model.onnx': { copyOf: acceptancePath(`models/${path}`) },
            // YAML is a superset of JSON.
            'model.yaml': JSON.stringify({ ...manifest, input, execution: { executors: 1, preload: false } }),
            ...labels,
          },
        };
      }),
    );
    server = await startServer({ modelDir });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  async function answer(each: DetectionCase | ClassCase) {
    const bytes = readFileSync(acceptancePath(each.image));
    const { status, body } = await predict(server.url, served(each), { bytes, name: each.image });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body.result;
  }

  it.each(detections.map((each) => [served(each), each.image, each] as const))(
    '%s finds the same in %s',
    async (_, __, each) => {
      const { tolerance, manifest } = MODELS[each.model] as (typeof MODELS)[string];
      const threshold =
        (manifest['output'] as { score_threshold?: number } | undefined)?.score_threshold ?? 0.25;
      // What is as near to the threshold as the tolerance may be missing on either side.
      const sure = ({ score }: { score: number }) => score >= threshold + tolerance;
      const found = (await answer(each)).detections as Found[];
      const references = fairAnswers(detections, each).flatMap((reference) => reference.detections);
      const isSame = (one: Found, other: ExpectedDetection) =>
        one.label === other.label &&
        Math.abs(one.score - other.score) <= tolerance &&
        iou(one.box, other.box) >= 0.9;
      const isExpected = (one: Found) => references.some((reference) => isSame(one, reference));
      const isFound = (one: ExpectedDetection) =>
        found.some(
          (other) =>
            isSame(other, one) ||
            (isExpected(other) && other.label === one.label && iou(other.box, one.box) >= 0.8),
        );
      expect(each.detections.filter((detection) => sure(detection) && !isFound(detection))).toEqual([]);
      expect(found.filter((detection) => sure(detection) && !isExpected(detection))).toEqual([]);
    },
  );

  it.each(classes.map((each) => [served(each), each.image, each] as const))(
    '%s says the same of %s',
    async (_, __, each) => {
      const { tolerance } = MODELS[each.model] as (typeof MODELS)[string];
      const [first] = (await answer(each)).classes as { class_id: number; score: number }[];
      const tops = fairAnswers(classes, each).map(({ top5 }) => top5[0]);
      const spread =
        Math.max(...tops.map((top) => top?.score ?? 0)) - Math.min(...tops.map((top) => top?.score ?? 0));
      expect(first?.class_id).toBe(each.top5[0]?.index);
      expect(first?.score).toBeGreaterThanOrEqual((each.top5[0]?.score ?? 0) - Math.max(tolerance, spread));
      expect(first?.score).toBeLessThanOrEqual((each.top5[0]?.score ?? 0) + Math.max(tolerance, spread));
    },
  );
});
