import { AppError } from '../../common/errors.js';
import type { JobRequest, JobSuccess } from '../../inference/job-request.js';
import type { ModelSpec, RegionSpec } from '../../inference/model-spec.js';
import type { PictureResult } from '../../inference/tasks/task-io.js';
import type { VersionEngine } from '../version-engine.js';
import type { OtherVersion } from './reference.js';
import { RegionEngine } from './region-engine.js';

const IMAGE = { width: 100, height: 100 };
const RULE: RegionSpec = {
  model: 'faces',
  version: null,
  label: null,
  select: 'largest',
  expand: 0,
  fallback: 'error',
  maxRegions: 10,
};
const SPEC = { name: 'mood', version: '1', task: { kind: 'image-classification' } } as unknown as ModelSpec;
const REQUEST: JobRequest = {
  input: { kind: 'image', bytes: new Uint8Array(3) },
  options: { topK: 2 },
  deadlineAt: 5000,
  deadlineMs: 1000,
};

const success = (result: PictureResult, ms: number): JobSuccess => ({
  id: 1,
  ok: true,
  output: { kind: 'result', result },
  timings: { decode: ms, preprocess: ms, run: ms, postprocess: ms },
  queueMs: ms,
  batchSize: 1,
});

const face = (score: number, x: number, size: number) => ({
  label: 'face',
  class_id: 0,
  score,
  box: { x, y: 0, width: size, height: size },
});

/** The finder and the version's own engine, with what they were asked. */
function make(rule: Partial<RegionSpec>, detections: ReturnType<typeof face>[]) {
  const asked: JobRequest[] = [];
  const searched: JobRequest[] = [];
  const finder = {
    spec: { name: 'faces', version: '3', task: { kind: 'object-detection', labels: [{ name: 'face' }] } },
    state: 'ready',
    reason: null,
    load: jest.fn(async () => {}),
    assertRoom: jest.fn(),
    isAlive: jest.fn(async () => true),
    submit: jest.fn(async (request: JobRequest) => {
      searched.push(request);
      return success({ detections, image: IMAGE }, 10);
    }),
  };
  const inner = {
    start: jest.fn(async () => ({ loadMs: 1, warmupMs: 1, rssMb: 1, maxBatch: 1, notes: [] })),
    assertRoom: jest.fn(),
    isAlive: jest.fn(async () => true),
    drain: jest.fn(async () => {}),
    stop: jest.fn(async () => {}),
    submit: jest.fn(async (request: JobRequest) => {
      asked.push(request);
      const label = request.input.kind === 'image' ? `at ${request.input.region?.x ?? 'whole'}` : 'other';
      return success({ classes: [{ label, class_id: 0, score: 1 }], image: IMAGE }, asked.length);
    }),
  };
  const find = jest.fn(() => finder as unknown as OtherVersion);
  const engine = new RegionEngine(SPEC, { ...RULE, ...rule }, () => inner as unknown as VersionEngine, find);
  return { engine, finder, inner, find, asked, searched };
}

const resultOf = async (engine: RegionEngine): Promise<any> => {
  const { output } = await engine.submit(REQUEST);
  return output.kind === 'result' ? output.result : output;
};

describe('RegionEngine', () => {
  const two = [face(0.9, 10, 5), face(0.8, 40, 20)];

  it('asks the finder with its own options and the version with the region', async () => {
    const { engine, asked, searched } = make({ label: 'face' }, two);
    await engine.submit(REQUEST);
    expect(searched).toEqual([{ ...REQUEST, options: { labels: ['face'] }, hops: 1 }]);
    expect(asked).toEqual([
      { ...REQUEST, input: { ...REQUEST.input, region: { x: 40, y: 0, width: 20, height: 20 } } },
    ]);
  });

  it.each<[string, Partial<RegionSpec>, ReturnType<typeof face>[], object]>([
    ['the largest', {}, two, { classes: [{ label: 'at 40' }], region: { score: 0.8, model: 'faces' } }],
    ['the best', { select: 'best' }, two, { classes: [{ label: 'at 10' }], region: { score: 0.9 } }],
    [
      'every one',
      { select: 'every' },
      two,
      {
        regions: [
          { result: { classes: [{ label: 'at 10' }] } },
          { result: { classes: [{ label: 'at 40' }] } },
        ],
      },
    ],
    [
      'the whole picture',
      { fallback: 'whole' },
      [],
      {
        classes: [{ label: 'at whole' }],
        region: { box: { x: 0, y: 0, ...IMAGE }, label: null, score: null },
      },
    ],
    ['nothing', { fallback: 'empty' }, [], { classes: [], region: null, image: IMAGE }],
    ['no region', { fallback: 'empty', select: 'every' }, [], { regions: [], image: IMAGE }],
  ])('answers with %s', async (_what, rule, detections, expected) => {
    expect(await resultOf(make(rule, detections).engine)).toMatchObject(expected);
  });

  it('adds up what came one after the other, and takes the longest of what went side by side', async () => {
    const { engine } = make({ select: 'every' }, two);
    const { timings, queueMs } = await engine.submit(REQUEST);
    expect([timings.run, timings.decode, queueMs]).toEqual([12, 12, 12]);
  });

  it('says which model found nothing', async () => {
    const { engine, asked } = make({ label: 'face' }, []);
    await expect(engine.submit(REQUEST)).rejects.toMatchObject({
      code: 'REGION_NOT_FOUND',
      details: { model: 'mood', region_model: 'faces', label: 'face' },
    });
    expect(asked).toEqual([]);
  });

  it('hands drawing and tensors to the version as they are', async () => {
    const { engine, asked, searched } = make({}, two);
    const request: JobRequest = { ...REQUEST, input: { kind: 'tensors', tensors: [] } };
    await engine.submit(request);
    expect([asked, searched]).toEqual([[request], []]);
  });

  it('looks its finder up for every request', async () => {
    const { engine, find } = make({ version: 'production' }, two);
    await engine.submit(REQUEST);
    await engine.submit(REQUEST);
    expect(find.mock.calls).toEqual([
      ['faces', 'production'],
      ['faces', 'production'],
    ]);
  });

  it('names itself when its finder is not there, and the finder when that one is not ready', async () => {
    const { engine, find } = make({}, two);
    find.mockImplementationOnce(() => {
      throw new AppError('MODEL_NOT_FOUND', { model: 'faces', available: ['mood'] });
    });
    await expect(engine.submit(REQUEST)).rejects.toMatchObject({
      code: 'MODEL_NOT_READY',
      message:
        "model 'mood' version 1 is failed: its region model cannot be used: no model named 'faces'; available models: mood",
    });
    const loading = { model: 'faces', version: '3', state: 'loading' };
    find.mockImplementationOnce(() => {
      throw new AppError('MODEL_NOT_READY', loading);
    });
    await expect(engine.submit(REQUEST)).rejects.toMatchObject({ code: 'MODEL_NOT_READY', details: loading });
  });

  it.each<[string, object, string]>([
    [
      'is no detector',
      { spec: { task: { kind: 'image-classification' } } },
      'its task is image-classification',
    ],
    [
      'has failed',
      { state: 'failed', reason: 'it is cut off' },
      "its region model 'faces' version 3: it is cut off",
    ],
  ])('does not start with a finder that %s', async (_what, changes, reason) => {
    const { engine, finder } = make({}, two);
    Object.assign(finder, changes);
    await expect(engine.start()).rejects.toThrow(reason);
  });

  it('does not start with a label that its finder does not know', async () => {
    const { engine } = make({ label: 'cat' }, two);
    await expect(engine.start()).rejects.toThrow("it has no label 'cat'; it has face");
  });

  it('is alive when both are', async () => {
    const { engine, finder, inner } = make({}, two);
    expect(await engine.isAlive(10)).toBe(true);
    finder.isAlive.mockResolvedValueOnce(false);
    expect(await engine.isAlive(10)).toBe(false);
    inner.isAlive.mockResolvedValueOnce(false);
    expect(await engine.isAlive(10)).toBe(false);
  });

  it('ends a circle of models that came about while they were replaced', async () => {
    const { engine } = make({}, two);
    await expect(engine.submit({ ...REQUEST, hops: 8 })).rejects.toThrow('refer to each other in a circle');
  });

  it('drains after what it has accepted, and refuses what comes later', async () => {
    const { engine, inner, finder } = make({}, two);
    let found: (() => void) | undefined;
    finder.submit.mockImplementationOnce(
      () => new Promise((resolve) => (found = () => resolve(success({ detections: two, image: IMAGE }, 1)))),
    );
    const answer = engine.submit(REQUEST);
    await Promise.resolve();
    const drained = engine.drain(10_000);
    await expect(engine.submit(REQUEST)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    expect(inner.drain).not.toHaveBeenCalled();
    found?.();
    expect((await answer).ok).toBe(true);
    await drained;
    expect(inner.drain).toHaveBeenCalled();
  });
});
