import { AppError } from '../../common/errors.js';
import type { JobRequest, JobSuccess } from '../../inference/job-request.js';
import type { LoadedVersion } from '../../models/loaded-version.js';
import { submitWhenRoom } from './submit-when-room.js';

const SUCCESS = { queueMs: 1 } as JobSuccess;
const full = (): AppError => new AppError('QUEUE_FULL', { model: 'm', waiting: 9, limit: '9' });

type FakeVersion = Pick<LoadedVersion, 'submit' | 'status' | 'spec'> & { submitted: number };

const next = <T>(list: T[]): T => (list.length > 1 ? list.shift() : list[0]) as T;

/** Answers as the list says, the last again and again; `waiting` jobs are in its queue at each look. */
function version(answers: (JobSuccess | AppError)[], waiting: number[] = [0]): FakeVersion {
  const fake = {
    submitted: 0,
    spec: { name: 'm' },
    status: () => ({ engine: { waitingBulk: next(waiting) } }),
    submit: async () => {
      fake.submitted += 1;
      const answer = next(answers);
      if (answer instanceof AppError) throw answer;
      return answer;
    },
  };
  return fake as unknown as FakeVersion;
}

function request(forMs: number, signal?: AbortSignal): JobRequest {
  const deadlineAt = Date.now() + forMs;
  return {
    input: { kind: 'image', bytes: new Uint8Array() },
    options: {},
    deadlineAt,
    deadlineMs: forMs,
    signal,
  };
}

describe('submitWhenRoom', () => {
  it('submits at once where there is room', async () => {
    const free = version([SUCCESS]);
    await expect(submitWhenRoom(free, request(1000), 5)).resolves.toBe(SUCCESS);
    expect(free.submitted).toBe(1);
  });

  it('waits while too many wait, and does not submit meanwhile', async () => {
    const busy = version([SUCCESS], [5, 9, 5, 4]);
    await expect(submitWhenRoom(busy, request(10_000), 5)).resolves.toBe(SUCCESS);
    expect(busy.submitted).toBe(1);
  });

  it('tries again when the queue was full after all', async () => {
    const crowded = version([full(), full(), SUCCESS]);
    await expect(submitWhenRoom(crowded, request(10_000), 5)).resolves.toBe(SUCCESS);
    expect(crowded.submitted).toBe(3);
  });

  it.each([
    ['too many wait', version([SUCCESS], [5])],
    ['the queue is full', version([full()])],
  ])('ends at the deadline when %s until then', async (_name, busy) => {
    await expect(submitWhenRoom(busy, request(30), 5)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('passes every other error on', async () => {
    const broken = version([new AppError('MODEL_INFERENCE_FAILED', { model: 'm', reason: 'odd' })]);
    await expect(submitWhenRoom(broken, request(1000), 5)).rejects.toMatchObject({
      code: 'MODEL_INFERENCE_FAILED',
    });
    expect(broken.submitted).toBe(1);
  });

  it('ends when the client goes away', async () => {
    const gone = new AbortController();
    const waiting = submitWhenRoom(version([SUCCESS], [5]), request(60_000, gone.signal), 5);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CLIENT_CLOSED_REQUEST' });
  });
});
