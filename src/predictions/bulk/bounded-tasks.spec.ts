import { BoundedTasks } from './bounded-tasks.js';

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}

const settled = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);

describe('BoundedTasks', () => {
  it.each([1, 3])('runs at most %i at a time, and each of them', async (limit) => {
    const tasks = new BoundedTasks(limit, 100);
    let running = 0;
    let most = 0;
    const ended: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      await tasks.add(1, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        ended.push(i);
      });
    }
    await tasks.done();
    expect(most).toBe(limit);
    expect(ended.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('makes the one who adds wait until a place is free', async () => {
    const tasks = new BoundedTasks(2, 100);
    const [first, second] = [deferred(), deferred()];
    await tasks.add(1, () => first.promise);
    await tasks.add(1, () => second.promise);
    const third = tasks.add(1, async () => undefined);
    expect(await settled(third)).toBe(false);
    second.resolve();
    expect(await settled(third)).toBe(true);
    expect(await settled(tasks.done())).toBe(false);
    first.resolve();
    expect(await settled(tasks.done())).toBe(true);
  });

  it('makes the one who adds wait until there is room for its bytes', async () => {
    const tasks = new BoundedTasks(10, 100);
    const [first, second] = [deferred(), deferred()];
    await tasks.add(60, () => first.promise);
    await tasks.add(40, () => second.promise);
    const third = tasks.add(50, async () => undefined);
    second.resolve();
    expect(await settled(third)).toBe(false);
    first.resolve();
    expect(await settled(third)).toBe(true);
  });

  it('runs one alone that is larger than everything together may be', async () => {
    const tasks = new BoundedTasks(10, 100);
    const large = deferred();
    await tasks.add(1000, () => large.promise);
    const next = tasks.add(1, async () => undefined);
    expect(await settled(next)).toBe(false);
    large.resolve();
    expect(await settled(next)).toBe(true);
  });
});
