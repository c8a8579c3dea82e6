import { ReadBreaker, type ReadOutcome } from './read-breaker.js';

describe('ReadBreaker', () => {
  let nowMs: number;
  let breaker: ReadBreaker;

  beforeEach(() => {
    nowMs = 0;
    breaker = new ReadBreaker(
      () => nowMs,
      () => 0.5,
    );
  });

  const read = (...outcomes: ReadOutcome[]) => {
    for (const outcome of outcomes) breaker.tryEnter()?.(outcome);
  };
  const fail = (times: number) => read(...Array.from({ length: times }, () => 'failed' as const));

  it.each<[string, ReadOutcome[], 0 | 2]>([
    ['four failures', ['failed', 'failed', 'failed', 'failed'], 0],
    ['five', ['failed', 'failed', 'failed', 'failed', 'failed'], 2],
    ['three of six', ['ok', 'ok', 'ok', 'failed', 'failed', 'failed'], 2],
    ['three of seven', ['ok', 'ok', 'ok', 'ok', 'failed', 'failed', 'failed'], 0],
    ['a pool without a free connection', Array.from({ length: 20 }, () => 'neither' as const), 0],
  ])('opens when half of at least five reads fail: %s', (_what, outcomes, state) => {
    read(...outcomes);
    expect(breaker.state).toBe(state);
  });

  it('forgets what is older than ten seconds', () => {
    fail(4);
    nowMs = 11_000;
    fail(4);
    expect(breaker.state).toBe(0);
  });

  it('refuses while it is open, then lets one probe through, whose outcome decides', () => {
    fail(5);
    expect(breaker.tryEnter()).toBeUndefined();
    nowMs = 2000;
    const probe = breaker.tryEnter();
    expect(breaker.state).toBe(1);
    expect(breaker.tryEnter()).toBeUndefined();
    probe?.('failed');
    expect(breaker.state).toBe(2);
    expect(breaker.tryEnter()).toBeUndefined();
    nowMs = 4000;
    breaker.tryEnter()?.('ok');
    expect(breaker.state).toBe(0);
    fail(4);
    expect(breaker.state).toBe(0);
  });

  it('lets another probe through when the first one says nothing of the database', () => {
    fail(5);
    nowMs = 2000;
    breaker.tryEnter()?.('neither');
    expect(breaker.state).toBe(2);
    expect(breaker.tryEnter()).toBeDefined();
  });

  it('takes nothing from reads that began before a reset, or before it opened', () => {
    const before = Array.from({ length: 20 }, () => breaker.tryEnter());
    breaker.reset();
    for (const ended of before) ended?.('failed');
    expect(breaker.state).toBe(0);
    const early = breaker.tryEnter();
    fail(5);
    early?.('ok');
    expect(breaker.state).toBe(2);
  });

  it.each([
    [0, 1000],
    [1, 3000],
  ])('stays open for one to three seconds: %d', (random, openMs) => {
    breaker = new ReadBreaker(
      () => nowMs,
      () => random,
    );
    fail(5);
    nowMs = openMs - 1;
    expect(breaker.tryEnter()).toBeUndefined();
    nowMs = openMs;
    expect(breaker.tryEnter()).toBeDefined();
  });
});
