import { JobQueue, type QueuedJob } from './job-queue.js';

function job(id: number, fields: Partial<QueuedJob> = {}): QueuedJob {
  return {
    id,
    input: { kind: 'image', bytes: new Uint8Array(1) },
    options: {},
    priority: 2,
    deadlineAt: 1000,
    deadlineMs: 1000,
    enqueuedAt: 0,
    startedAt: 0,
    bytes: 10,
    batchKey: 'image',
    crashes: 0,
    settle: () => {},
    ...fields,
  };
}

function filled(jobs: QueuedJob[], limits = { maxJobs: 100, maxBytes: 1000 }): JobQueue {
  const queue = new JobQueue('m', limits);
  for (const each of jobs) queue.push(each, 1);
  return queue;
}

const ids = (jobs: QueuedJob[]): number[] => jobs.map(({ id }) => id);

describe('JobQueue', () => {
  it('refuses by count and names the limit', () => {
    const queue = filled([job(1), job(2)], { maxJobs: 2, maxBytes: 1000 });
    const refused = queue.push(job(3), 7);
    expect(refused).toMatchObject({
      code: 'QUEUE_FULL',
      retryAfterSeconds: 7,
      details: { waiting: 2, limit: '2' },
    });
    expect(queue.length).toBe(2);
  });

  it('refuses by bytes, and takes again after a job has left', () => {
    const queue = filled([job(1, { bytes: 900_000 })], { maxJobs: 9, maxBytes: 1_048_576 });
    expect(queue.push(job(2, { bytes: 200_000 }), 1)).toMatchObject({
      code: 'QUEUE_FULL',
      details: { limit: '1 MB' },
    });
    queue.takeBatch('interactive', 1);
    expect(queue.push(job(3, { bytes: 200_000 }), 1)).toBeUndefined();
    expect(queue.bytes).toBe(200_000);
  });

  it('lets priority 1 go before 2, keeps the order of arrival within each, and priority 3 in a lane of its own', () => {
    const queue = filled([
      job(1, { priority: 3 }),
      job(2),
      job(3, { priority: 1 }),
      job(4),
      job(5, { priority: 1 }),
      job(6, { priority: 3 }),
    ]);
    expect(queue.waiting).toEqual({ interactive: 4, bulk: 2 });
    expect(ids(queue.takeBatch('interactive', 8))).toEqual([3, 5, 2, 4]);
    expect(ids(queue.takeBatch('bulk', 8))).toEqual([1, 6]);
  });

  it('gives the bulk lane half of the count and of the bytes', () => {
    const bulk = (id: number, bytes = 10): QueuedJob => job(id, { priority: 3, bytes });
    const queue = filled([bulk(1), bulk(2)], { maxJobs: 4, maxBytes: 1000 });
    expect(queue.push(bulk(3), 1)).toMatchObject({ details: { waiting: 2, limit: '2' } });
    expect(queue.push(job(4), 1)).toBeUndefined();
    const heavy = filled([bulk(1, 1_000_000)], { maxJobs: 100, maxBytes: 4 * 1048576 });
    expect(heavy.push(bulk(2, 1_200_000), 1)).toMatchObject({ details: { limit: '2 MB' } });
    expect(heavy.push(bulk(3, 1_000_000), 1)).toBeUndefined();
  });

  it('takes one job of the bulk lane in however full it is', () => {
    const queue = filled([job(1), job(2)], { maxJobs: 2, maxBytes: 1000 });
    expect(queue.push(job(3, { priority: 3 }), 1)).toBeUndefined();
    expect(queue.push(job(4, { priority: 3 }), 1)).toMatchObject({ code: 'QUEUE_FULL' });
    expect(queue.push(job(5), 1)).toMatchObject({ code: 'QUEUE_FULL' });
  });

  it.each([
    ['one key together', [job(1), job(2), job(3)], 2, [1, 2]],
    ['other keys stay', [job(1), job(2, { batchKey: 'x' }), job(3)], 8, [1, 3]],
    ['a job without a key runs alone', [job(1, { batchKey: null }), job(2)], 8, [1]],
    ['a job that saw a crash runs alone', [job(1, { crashes: 1 }), job(2)], 8, [1]],
    ['nobody joins one that saw a crash', [job(1), job(2, { crashes: 1 }), job(3)], 8, [1, 3]],
  ])('takes a batch: %s', (_, jobs, limit, expected) => {
    const queue = filled(jobs);
    expect(queue.batchable('interactive', limit)).toBe(expected.length);
    expect(ids(queue.takeBatch('interactive', limit))).toEqual(expected);
    expect(queue.length).toBe(jobs.length - expected.length);
    expect(queue.bytes).toBe(10 * (jobs.length - expected.length));
  });

  it('puts a job back at the head, past its limits', () => {
    const queue = filled([job(1), job(2)], { maxJobs: 2, maxBytes: 20 });
    const [first] = queue.takeBatch('interactive', 1);
    queue.push(job(3), 1);
    queue.putBack(first as QueuedJob);
    expect(queue.length).toBe(3);
    expect(queue.peek('interactive')?.id).toBe(1);
  });

  it('removes a waiting job once', () => {
    const waiting = job(1);
    const queue = filled([waiting]);
    expect(queue.remove(waiting)).toBe(true);
    expect(queue.remove(waiting)).toBe(false);
    expect(queue.bytes).toBe(0);
  });
});
