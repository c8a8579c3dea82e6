import { DEFAULTS, derive, model, type Dims } from '../../../test/fixtures/derive-model.js';

describe('how a version is run', () => {
  it('comes from the manifest, else from the defaults', async () => {
    const bytes = model(['n', 3, 8, 8], ['n', 2]);
    expect((await derive(bytes)).spec.execution).toEqual({
      executors: 2,
      intraOpThreads: 1,
      maxBatch: 8,
      maxDelayMs: 0,
      deadlineMs: null,
      memoryLimitMb: 1024,
      warmupRuns: 3,
      preload: true,
      required: false,
    });
    const yaml = `execution: {executors: 1, intra_op_threads: 2, max_batch: 3, max_delay_ms: 5, deadline_ms: 900,
  memory_limit_mb: 256, preload: false}\nwarmup: {runs: 0}`;
    expect((await derive(bytes, yaml)).spec.execution).toEqual({
      executors: 1,
      intraOpThreads: 2,
      maxBatch: 3,
      maxDelayMs: 5,
      deadlineMs: 900,
      memoryLimitMb: 256,
      warmupRuns: 0,
      preload: false,
      required: false,
    });
  });

  it.each([
    [['n', 3, 8, 8], ['n', 2], 8],
    [[1, 3, 8, 8], [1, 2], 1],
    [[4, 3, 8, 8], [4, 2], 4],
    [['n', 3, 8, 8], [1, 2], 1],
    [['n', 3, 4096, 4096], ['n', 2], 1],
  ] as [Dims, Dims, number][])('batches %j → %j by %i', async (input, output, expected) => {
    expect((await derive(model(input, output))).spec.execution.maxBatch).toBe(expected);
  });

  it('never takes an input tensor of more than 256 MB', async () => {
    await expect(derive(model([1, 3, 4700, 4800], [1, 2]))).rejects.toThrow(
      "model.onnx has the input 'x' float32[1, 3, 4700, 4800], which takes more than the 256 MB of MAX_TENSOR_BYTES",
    );
    await expect(derive(model(['n', 3, 'h', 'w'], ['n', 2]), 'input: {size: [4800, 4700]}')).rejects.toThrow(
      'model.onnx takes pictures of 4800 x 4700, more than the 256 MB of MAX_TENSOR_BYTES',
    );
  });

  it('counts a fixed batch of pictures as one tensor', async () => {
    const shape = [1_000_000, 3, 8, 8];
    await expect(derive(model(shape, [1_000_000, 2]))).rejects.toThrow(
      "model.onnx has the input 'x' float32[1000000, 3, 8, 8], which takes more than the 256 MB",
    );
  });

  it.each([
    ['', 300, { enabled: true, ttlSeconds: 300 }],
    ['', 0, { enabled: false, ttlSeconds: 0 }],
    ['cache: {ttl_seconds: 5}', 0, { enabled: true, ttlSeconds: 5 }],
    ['cache: {enabled: false}', 300, { enabled: false, ttlSeconds: 300 }],
  ])('caches as %j and a default of %i s say', async (yaml, cacheTtlSeconds, expected) => {
    const { cache } = await derive(model(['n', 3], ['n', 2]), yaml, { ...DEFAULTS, cacheTtlSeconds });
    expect(cache).toMatchObject(expected);
  });

  it('explains every value, with the keys of the manifest', async () => {
    const { explained, origins } = await derive(model(['n', 3, 8, 8], ['n', 2]), 'input: {color: BGR}');
    expect(explained).toMatchObject({
      task: { value: 'image-classification', origin: 'derived' },
      input: { color: { value: 'BGR', origin: 'declared' }, size: { value: [8, 8], origin: 'derived' } },
      execution: { intra_op_threads: { value: 1, origin: 'default' } },
    });
    expect(origins['input.color']).toBe('declared');
  });
});
