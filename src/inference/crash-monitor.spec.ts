import { CrashMonitor } from './crash-monitor.js';

describe('CrashMonitor', () => {
  it('restarts at once up to five times in a minute, then waits longer each time', () => {
    let now = 0;
    const monitor = new CrashMonitor(() => now);
    const delays = Array.from({ length: 15 }, () => {
      now += 1000;
      return monitor.recordExit();
    });
    expect(delays.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(monitor.isLooping).toBe(true);
    expect(delays[5]).toBeGreaterThanOrEqual(75);
    expect(delays[5]).toBeLessThanOrEqual(125);
    expect(delays[14]).toBeGreaterThanOrEqual(7500);
    expect(delays[14]).toBeLessThanOrEqual(12_500);
  });

  it('forgets exits after a minute', () => {
    let now = 0;
    const monitor = new CrashMonitor(() => now);
    for (let i = 0; i < 5; i += 1) monitor.recordExit();
    now = 60_001;
    expect(monitor.recordExit()).toBe(0);
    expect(monitor.isLooping).toBe(false);
  });

  it('goes on waiting when its own delays have made the exits rare', () => {
    let now = 0;
    const monitor = new CrashMonitor(() => now);
    for (let i = 0; i < 15; i += 1) monitor.recordExit();
    now = 60_001;
    expect(monitor.isLooping).toBe(true);
    expect(monitor.recordExit()).toBeGreaterThanOrEqual(7500);
  });

  it('is told when a loop is over', () => {
    const monitor = new CrashMonitor(() => 0);
    for (let i = 0; i < 8; i += 1) monitor.recordExit();
    monitor.forget();
    expect(monitor.isLooping).toBe(false);
    expect(monitor.recordExit()).toBe(0);
  });

  it('is no loop while requests are answered in between, and goes on when it is one', () => {
    const monitor = new CrashMonitor(() => 0);
    for (let i = 0; i < 60; i += 1) {
      expect(monitor.recordExit()).toBe(0);
      monitor.answered();
    }
    for (let i = 0; i < 6; i += 1) monitor.recordExit();
    monitor.answered();
    expect(monitor.isLooping).toBe(true);
  });
});
