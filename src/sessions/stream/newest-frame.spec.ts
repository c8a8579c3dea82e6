import { NewestOnly } from './newest-frame.js';

function held() {
  const done: number[] = [];
  const dropped: number[] = [];
  const releases: (() => void)[] = [];
  const frames = new NewestOnly<number>(
    async (item) => {
      await new Promise<void>((resolve) => releases.push(resolve));
      done.push(item);
    },
    (item) => dropped.push(item),
  );
  const release = async (): Promise<void> => {
    releases.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { frames, done, dropped, release };
}

describe('NewestOnly', () => {
  it('works on one, keeps the newest of the others and tells of the rest', async () => {
    const { frames, done, dropped, release } = held();
    for (const item of [1, 2, 3, 4]) frames.add(item);
    expect(dropped).toEqual([2, 3]);
    await release();
    await release();
    expect([done, dropped]).toEqual([
      [1, 4],
      [2, 3],
    ]);
  });

  it('works on everything when it is fast enough', async () => {
    const { frames, done, dropped, release } = held();
    for (const item of [1, 2, 3]) {
      frames.add(item);
      await release();
    }
    expect([done, dropped]).toEqual([[1, 2, 3], []]);
  });

  it('begins nothing any more when it is closed', async () => {
    const { frames, done, release } = held();
    for (const item of [1, 2]) frames.add(item);
    frames.close();
    frames.add(3);
    await release();
    expect(done).toEqual([1]);
  });
});
