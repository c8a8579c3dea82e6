import { CircuitBreaker } from './circuit-breaker.js';

describe('CircuitBreaker', () => {
  let nowMs: number;
  let breaker: CircuitBreaker;

  beforeEach(() => {
    nowMs = 0;
    breaker = new CircuitBreaker({ failures: 3, openMs: 1000, now: () => nowMs, random: () => 0.5 });
  });

  function fail(times: number): void {
    for (let i = 0; i < times; i++) if (breaker.tryEnter()) breaker.failed();
  }

  it('stays closed while failures do not follow each other', () => {
    for (let i = 0; i < 10; i++) {
      fail(2);
      breaker.succeeded();
    }
    expect(breaker.state).toBe(0);
    expect(breaker.tryEnter()).toBe(true);
  });

  it('refuses after three failures in a row until its time is over', () => {
    fail(3);
    expect(breaker.state).toBe(2);
    nowMs = 999;
    expect(breaker.tryEnter()).toBe(false);
    nowMs = 1000;
    expect(breaker.tryEnter()).toBe(true);
  });

  it('lets one probe through and refuses the others until it is back', () => {
    fail(3);
    nowMs = 1000;
    expect([breaker.tryEnter(), breaker.tryEnter(), breaker.tryEnter()]).toEqual([true, false, false]);
    expect(breaker.state).toBe(1);
  });

  it('closes with a probe that succeeds', () => {
    fail(3);
    nowMs = 1000;
    breaker.tryEnter();
    breaker.succeeded();
    expect(breaker.state).toBe(0);
    expect(breaker.tryEnter()).toBe(true);
  });

  it('opens for another period with a probe that fails', () => {
    fail(3);
    nowMs = 1000;
    breaker.tryEnter();
    breaker.failed();
    expect(breaker.state).toBe(2);
    nowMs = 1999;
    expect(breaker.tryEnter()).toBe(false);
    nowMs = 2000;
    expect(breaker.tryEnter()).toBe(true);
  });

  it.each([
    [0, 800],
    [0.999_999, 1199],
  ])('varies the period by 20 %% (random %d: from %d ms)', (random, fromMs) => {
    const varied = new CircuitBreaker({ failures: 1, openMs: 1000, now: () => nowMs, random: () => random });
    varied.failed();
    nowMs = fromMs - 1;
    expect(varied.tryEnter()).toBe(false);
    nowMs = fromMs + 1;
    expect(varied.tryEnter()).toBe(true);
  });
});
