import { FaultRetry } from './fault-retry.js';

describe('FaultRetry', () => {
  it('looks again at what is worth it until it is, and no more after its end', async () => {
    const left = ['a', 'b'];
    const asked: string[][] = [];
    const done = new Promise<void>((resolve) => {
      const retry = new FaultRetry(
        () => {
          if (left.length > 0) return [...left];
          retry.stop();
          resolve();
          return [];
        },
        async (names) => {
          asked.push(names);
          left.pop();
        },
        1,
      );
      retry.start();
    });
    await done;
    expect(asked).toEqual([['a', 'b'], ['a']]);
  });
});
