import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { isObjectKey } from './object-key.js';
import { ObjectKeeper } from './object-keeper.js';
import { NoStorage } from './no-storage.js';

/** A storage whose puts end when the test says so. */
class HeldStorage extends NoStorage {
  override readonly status = { ...new NoStorage().status, state: 'up' as const };
  readonly puts: { key: string; end: (error?: Error) => void }[] = [];

  override put(...[, , , key]: [unknown?, unknown?, unknown?, string?]): Promise<never> {
    return new Promise<never>((resolve, reject) => {
      this.puts.push({
        key: key ?? '',
        end: (error) => (error ? reject(error) : resolve({ key } as never)),
      });
    });
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('ObjectKeeper', () => {
  const picture = Buffer.from('picture');
  let storage: HeldStorage;
  let metrics: Metrics;
  let keeper: ObjectKeeper;

  beforeEach(() => {
    storage = new HeldStorage();
    metrics = new Metrics();
    keeper = new ObjectKeeper(storage, metrics, new Env());
  });

  it('gives the key at once and keeps the object under it afterwards', () => {
    const key = keeper.keep('uploads', picture, 'image/jpeg');
    expect(isObjectKey(key ?? '')).toBe(true);
    expect(storage.puts.map((put) => put.key)).toEqual([key]);
    expect(keeper.waiting).toBe(1);
  });

  it('writes four at a time, in order', async () => {
    const keys = Array.from({ length: 6 }, () => keeper.keep('uploads', picture, 'image/jpeg'));
    expect(storage.puts.map((put) => put.key)).toEqual(keys.slice(0, 4));
    storage.puts[1]?.end();
    await turn();
    expect(storage.puts.map((put) => put.key)).toEqual(keys.slice(0, 5));
  });

  it('takes no more than 256 objects, and again when some are done', async () => {
    for (let i = 0; i < 256; i++) expect(keeper.keep('uploads', picture, 'image/jpeg')).toBeDefined();
    expect(keeper.keep('uploads', picture, 'image/jpeg')).toBeUndefined();
    storage.puts[0]?.end();
    await turn();
    expect(keeper.keep('uploads', picture, 'image/jpeg')).toBeDefined();
  });

  it('takes no more than 64 MB', () => {
    const large = Buffer.alloc(20 * 1024 * 1024);
    const keys = Array.from({ length: 4 }, () => keeper.keep('results', large, 'image/png'));
    expect(keys.map((key) => key !== undefined)).toEqual([true, true, true, false]);
  });

  it('counts what it kept and what it dropped', async () => {
    keeper.keep('uploads', picture, 'image/jpeg');
    keeper.keep('results', picture, 'image/png');
    storage.puts[0]?.end();
    storage.puts[1]?.end(new Error('full'));
    await turn();
    const text = await metrics.scrape();
    expect(text).toContain('sibyl_storage_objects_total{kind="uploads",outcome="kept"} 1');
    expect(text).toContain('sibyl_storage_objects_total{kind="results",outcome="dropped"} 1');
  });

  it('waits at the end for what it has taken over', async () => {
    keeper.keep('uploads', picture, 'image/jpeg');
    let isClosed = false;
    const closing = keeper.onApplicationShutdown().then(() => (isClosed = true));
    await turn();
    expect(isClosed).toBe(false);
    storage.puts[0]?.end();
    await closing;
    expect(keeper.waiting).toBe(0);
  });

  it('takes nothing when storage is off', () => {
    const off = new ObjectKeeper(new NoStorage(), metrics, new Env());
    expect(off.isOn).toBe(false);
    expect(off.keep('uploads', picture, 'image/jpeg')).toBeUndefined();
  });
});
