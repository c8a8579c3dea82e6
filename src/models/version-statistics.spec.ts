import type { JobSuccess } from '../inference/job-request.js';
import { VersionStatistics } from './version-statistics.js';

function success(batchSize: number): JobSuccess {
  return {
    id: 1,
    ok: true,
    output: { kind: 'result', result: { outputs: [] } },
    timings: { decode: 1, preprocess: 2, run: 8, postprocess: 4 },
    batchSize,
    queueMs: 16,
  };
}

describe('VersionStatistics', () => {
  it('adds the stages of a request up', async () => {
    const statistics = new VersionStatistics();
    await statistics.observe(1, () => Promise.resolve(success(1)));
    await statistics.observe(1, () => Promise.resolve(success(1)));
    expect(statistics).toMatchObject({
      success: { count: 2 },
      fail: { count: 0, ms: 0 },
      queue: { count: 2, ms: 32 },
      computeInput: { count: 2, ms: 6 },
      computeInfer: { count: 2, ms: 16 },
      computeOutput: { count: 2, ms: 8 },
      inferences: 2,
      executions: 2,
    });
  });

  it('counts a batch of three requests as one run of three items', async () => {
    const statistics = new VersionStatistics();
    for (let job = 0; job < 3; job += 1) await statistics.observe(1, () => Promise.resolve(success(3)));
    expect(statistics).toMatchObject({ inferences: 3, executions: 1 });
    const batch = statistics.batches.get(3);
    expect(batch?.computeInfer.count).toBeCloseTo(1);
    expect(batch?.computeInfer.ms).toBeCloseTo(8);
    expect(batch?.computeInput.ms).toBeCloseTo(9);
  });

  it('counts the rows of one request as a batch of that size', async () => {
    const statistics = new VersionStatistics();
    await statistics.observe(5, () => Promise.resolve(success(1)));
    expect(statistics).toMatchObject({ inferences: 5, executions: 1 });
    expect([...statistics.batches.keys()]).toEqual([5]);
  });

  it('counts a failure and passes it on', async () => {
    const statistics = new VersionStatistics();
    const failing = statistics.observe(1, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(statistics).toMatchObject({
      success: { count: 0 },
      fail: { count: 1 },
      inferences: 0,
      executions: 0,
    });
  });

  it('counts an answer from the cache as a success without a run', () => {
    const statistics = new VersionStatistics();
    statistics.answeredFromCache(2);
    expect(statistics).toMatchObject({
      success: { count: 1, ms: 2 },
      cacheHit: { count: 1, ms: 2 },
      inferences: 0,
      executions: 0,
    });
  });
});
