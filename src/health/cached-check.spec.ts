import { CachedCheck } from './cached-check.js';

type Result = Awaited<ReturnType<CachedCheck['get']>>;

const up = { check: { status: 'up' } } as unknown as Result;
const late = { check: { status: 'down' } } as unknown as Result;

describe('CachedCheck', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('runs the check once for all probes within its time to live', async () => {
    const run = jest.fn(async () => up);
    const check = new CachedCheck(run, () => late, 1000, 800);
    const answers = await Promise.all(Array.from({ length: 200 }, () => check.get()));
    jest.advanceTimersByTime(999);
    answers.push(await check.get());
    expect(new Set(answers)).toEqual(new Set([up]));
    expect(run).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    await check.get();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('does not make a probe wait longer than its limit', async () => {
    const check = new CachedCheck(
      () => new Promise<Result>(() => {}),
      () => late,
      1000,
      800,
    );
    const answer = check.get();
    jest.advanceTimersByTime(800);
    expect(await answer).toBe(late);
  });

  it('asks again sooner about what is down', async () => {
    const run = jest.fn(async () => late);
    const check = new CachedCheck(run, () => late, 1000, 800, 100);
    await check.get();
    jest.advanceTimersByTime(99);
    await check.get();
    expect(run).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    await check.get();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('takes a check that fails for one that is late', async () => {
    const check = new CachedCheck(
      () => Promise.reject(new Error('gone')),
      () => late,
    );
    expect(await check.get()).toBe(late);
  });

  it('leaves no timer behind', async () => {
    await new CachedCheck(
      async () => up,
      () => late,
    ).get();
    expect(jest.getTimerCount()).toBe(0);
  });
});
