import { Keyv } from 'keyv';

import { MemoryKeyvStore } from './memory-keyv-store.js';

const MB = 1024 * 1024;

describe('MemoryKeyvStore', () => {
  it('gives back a copy of what was stored', async () => {
    const store = new MemoryKeyvStore({ maxBytes: MB });
    const keyv = new Keyv({ store, namespace: 'n', serialize: undefined, deserialize: undefined });
    await keyv.set('key', { scores: [0.5] }, 10_000);
    const first = await keyv.get<{ scores: number[] }>('key');
    first?.scores.push(1);
    expect(await keyv.get('key')).toEqual({ scores: [0.5] });
  });

  it('stays within its bytes and drops what was read longest ago', async () => {
    const store = new MemoryKeyvStore({ maxBytes: MB });
    const value = 'x'.repeat(50_000);
    for (let i = 0; i < 40; i++) {
      await store.set(`key${i}`, value, 10_000);
      await store.get('key0');
    }
    expect(store.sizeBytes).toBeLessThanOrEqual(MB);
    expect(await store.get('key0')).toBe(value);
    expect(await store.get('key1')).toBeUndefined();
    expect(await store.get('key39')).toBe(value);
  });

  it('does not take a value that is larger than all of it', async () => {
    const store = new MemoryKeyvStore({ maxBytes: 1000 });
    expect(await store.set('key', 'x'.repeat(1000), 1000)).toBe(false);
    expect(await store.get('key')).toBeUndefined();
  });

  it('forgets', async () => {
    const store = new MemoryKeyvStore({ maxBytes: MB });
    await store.set('a', 1, 1000);
    await store.set('b', 2, 1000);
    expect(await store.delete('a')).toBe(true);
    expect([await store.has('a'), await store.has('b')]).toEqual([false, true]);
    await store.clear();
    expect(await store.has('b')).toBe(false);
  });
});
