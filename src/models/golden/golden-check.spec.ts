import { AppError } from '../../common/errors.js';
import type { JobSuccess } from '../../inference/job-request.js';
import type { TaskResult } from '../../inference/tasks/task-io.js';
import { type GoldenCase, GoldenSet } from './golden-case.js';
import { GoldenCheck } from './golden-check.js';
import { failureSentence } from './golden-report.js';
import { GOLDEN_TOLERANCE } from './golden-sample.js';

const image = { width: 4, height: 4 };
const classes = (...pairs: [string, number][]): TaskResult => ({
  classes: pairs.map(([label, score]) => ({ label, class_id: 0, score })),
  image,
});
const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
const detections = (...pairs: [string, number][]): TaskResult => ({
  detections: pairs.map(([label, score], i) => ({ label, class_id: 0, score, box: box(i * 20) })),
  image,
});
const tensor = (value: number): TaskResult => ({
  outputs: [{ name: 'y', type: 'float32', dims: [1], data: Float32Array.of(value) }],
});

const sample = (name: string, expected: object): GoldenCase => ({
  name,
  input: { kind: 'image', bytes: Uint8Array.of(1) },
  options: { topK: 1 },
  expected: expected as Record<string, unknown>,
  tolerance: GOLDEN_TOLERANCE,
});

const success = (result: TaskResult): JobSuccess => ({
  id: 0,
  ok: true,
  output: { kind: 'result', result },
  timings: { decode: 0, preprocess: 0, run: 0, postprocess: 0 },
  batchSize: 1,
  queueMs: 0,
});

const check = (...cases: GoldenCase[]) => new GoldenCheck(new GoldenSet(cases, 'digest'), () => {});
const reasonFor = async (expected: TaskResult | object, actual: TaskResult): Promise<string | null> =>
  failureSentence(await check(sample('site-1', expected)).run(async () => success(actual), 1000));

describe('GoldenCheck', () => {
  it('runs each sample with its own options and deadline, and reports once', async () => {
    const reports: unknown[] = [];
    const cases = [sample('a', classes(['cat', 0.9])), sample('b', classes(['cat', 0.9]))];
    const golden = new GoldenCheck(new GoldenSet(cases, 'digest'), (report) => reports.push(report));
    const run = jest.fn(async () => success(classes(['cat', 0.91])));
    const before = Date.now();
    const report = await golden.run(run, 5000);
    expect(report).toMatchObject({ ok: true, samples: 2, passed: 2, failures: [], unanswered: [] });
    expect(run.mock.calls).toEqual(
      cases.map(({ input, options }) => [
        { input, options, deadlineMs: 5000, deadlineAt: expect.any(Number) },
      ]),
    );
    const [{ deadlineAt }] = run.mock.calls[0] as unknown as [{ deadlineAt: number }];
    expect(deadlineAt).toBeGreaterThanOrEqual(before + 5000);
    expect(reports).toEqual([report]);
    expect(golden.last).toBe(report);
  });

  it.each<[string, TaskResult | object, TaskResult, string]>([
    [
      'another top label',
      classes(['cat', 0.934]),
      classes(['dog', 0.414]),
      "golden sample 'site-1': expected top label 'cat' 0.934, got 'dog' 0.414",
    ],
    ['no class', classes(['cat', 0.9]), classes(), "expected top label 'cat' 0.9, got none"],
    [
      'another score',
      classes(['cat', 0.9]),
      classes(['cat', 0.8]),
      'classes[0].score: expected 0.9, got 0.8',
    ],
    [
      'a missing box',
      detections(['cone', 0.83]),
      detections(),
      "expected 'cone' 0.83 at [0, 0, 10, 10], which was not found",
    ],
    [
      'another box',
      detections(['cone', 0.83]),
      detections(['cone', 0.83], ['sign', 0.6]),
      "found 'sign' 0.6 at [20, 0, 10, 10], which was not expected",
    ],
    [
      'another number',
      { outputs: [{ name: 'y', datatype: 'float32', shape: [1], data: [1] }] },
      tensor(2),
      'outputs.y[0]: expected 1, got 2',
    ],
    ['another kind of answer', { values: [] }, tensor(2), 'values: expected [], got nothing'],
  ])('names the sample and tells of %s', async (_, expected, actual, reason) => {
    expect(await reasonFor(expected, actual)).toContain(reason);
  });

  it('says nothing where all is within the tolerance', async () => {
    expect(await reasonFor({ outputs: [{ name: 'y', shape: [1], data: [2.001] }] }, tensor(2))).toBeNull();
    expect(await reasonFor(classes(['cat', 0.9]), classes(['cat', 0.88], ['dog', 0.1]))).toBeNull();
  });

  it('goes on after a failure and tells the first few', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const golden = check(...names.map((name) => sample(name, classes(['cat', 0.9]))));
    const report = await golden.run(async () => success(classes(['dog', 0.9])), 1000);
    expect(report.failures.map((failure) => failure.sample)).toEqual(names);
    expect(failureSentence(report)).toMatch(/'a'.*'b'.*'c'.*and 2 more samples$/);
  });

  it.each([
    [new AppError('UNDECODABLE_IMAGE', { format: 'jpeg', reason: 'cut off' }), 'failures'],
    [new AppError('MODEL_INFERENCE_FAILED', { model: 'm', reason: 'bad node' }), 'failures'],
    [new AppError('QUEUE_FULL', { model: 'm', waiting: 9, limit: '9' }), 'unanswered'],
    [new AppError('DEADLINE_EXCEEDED', { model: 'm', deadline_ms: 1 }), 'unanswered'],
    [new AppError('INFERENCE_TIMEOUT', { model: 'm', deadline_ms: 1 }), 'unanswered'],
    [new AppError('MODEL_NOT_READY', { model: 'm', version: '1', state: 'loading' }), 'unanswered'],
  ])('counts %s among the %s', async (error, list) => {
    const run = jest.fn().mockRejectedValue(error);
    const report = await check(sample('a', classes(['cat', 1]))).run(run, 1000);
    expect(report).toMatchObject({ ok: false, passed: 0, [list]: [{ sample: 'a', reason: error.message }] });
    expect(report.failures.length + report.unanswered.length).toBe(1);
  });

  it('passes on that what is checked is gone', async () => {
    const run = jest.fn().mockRejectedValue(new Error('gone'));
    await expect(check(sample('a', classes(['cat', 1]))).run(run, 1000)).rejects.toThrow('gone');
  });
});
