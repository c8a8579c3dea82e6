import { Turns } from './turns.js';

describe('Turns', () => {
  it('runs the work of one key in order, and of another beside it', async () => {
    const turns = new Turns();
    const log: string[] = [];
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const first = turns.take('a', async () => {
      await gate;
      log.push('a1');
    });
    const second = turns.take('a', async () => void log.push('a2'));
    await turns.take('b', async () => void log.push('b'));
    open();
    await Promise.all([first, second]);
    expect(log).toEqual(['b', 'a1', 'a2']);
  });

  it('goes on after work that failed', async () => {
    const turns = new Turns();
    const failing = turns.take('a', () => Promise.reject(new Error('no')));
    const next = turns.take('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
    await turns.allDone();
  });
});
