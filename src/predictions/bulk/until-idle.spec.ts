import type { LoadedVersion } from '../../models/loaded-version.js';
import { untilIdle } from './until-idle.js';

const version = (state: string) => ({ state }) as unknown as LoadedVersion;
/** Affordable at the look of that number, from 1. */
const affordableAt = (look: number) => {
  let looks = 0;
  return {
    isAffordable: () => {
      looks += 1;
      return looks >= look;
    },
  };
};

describe('untilIdle', () => {
  const { signal } = new AbortController();

  it('looks again and again until nobody needs the machine', async () => {
    expect(await untilIdle(version('ready'), affordableAt(3), signal, 60_000)).toBe(true);
  });

  it('gives up when its patience is over', async () => {
    expect(await untilIdle(version('ready'), affordableAt(Infinity), signal, 0)).toBe(false);
  });

  it('does not wait for a version that is being replaced', async () => {
    expect(await untilIdle(version('draining'), affordableAt(1), signal, 60_000)).toBe(false);
  });

  it('ends with its signal', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(untilIdle(version('ready'), affordableAt(1), stopped, 60_000)).rejects.toThrow('stopped');
  });
});
