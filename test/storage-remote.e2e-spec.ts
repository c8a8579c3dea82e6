import { RemoteBench, text, untilSent } from './support/remote-storage.js';
import { waitFor } from './support/services/wait-for.mjs';

const bench = new RemoteBench().install();

describe.each([
  ['s3', bench.s3],
  ['cloudinary', bench.cloudinary],
] as const)('%s', (driver, double) => {
  it('gives back the bytes and the type that were put, from the store itself', async () => {
    const storage = await bench.open(driver);
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256));
    const { key } = await storage.put('uploads', bytes, 'image/jpeg');
    const other = await storage.put('results', Buffer.from('{}'), 'application/json');
    await untilSent(storage);
    expect([...double.objects.values()].map((object) => object.bytes.length).toSorted()).toEqual([2, 70_000]);
    expect(await storage.get(key)).toEqual({ bytes, contentType: 'image/jpeg' });
    expect(await storage.get(other.key)).toEqual({
      bytes: Buffer.from('{}'),
      contentType: 'application/json',
    });
    expect(storage.status).toMatchObject({ driver, state: 'up', reason: null });
  });

  it('has no object under a key that was removed, or never put', async () => {
    const storage = await bench.open(driver);
    const { key } = await storage.put('uploads', text(1), 'image/png');
    await untilSent(storage);
    await storage.delete(key);
    expect(await storage.get(key)).toBeUndefined();
    await untilSent(storage);
    expect(double.objects.size).toBe(0);
    expect(await storage.get(key)).toBeUndefined();
    expect(await storage.get('../../etc/passwd')).toBeUndefined();
  });

  it('takes objects while the store is down, reads them from the disk, and sends them in order when it is back', async () => {
    await double.stop();
    const storage = await bench.open(driver);
    const keys: string[] = [];
    for (let i = 0; i < 12; i++) keys.push((await storage.put('uploads', text(i), 'image/png')).key);
    expect(await storage.get(keys[5] ?? '')).toEqual({ bytes: text(5), contentType: 'image/png' });
    await waitFor(() => storage.status.reason, { what: 'the fault' });
    expect(storage.status).toMatchObject({ state: 'degraded', waiting: { objects: 12 } });
    expect(storage.status.reason).toMatch(/^(S3|Cloudinary) refuses connections$/);
    await double.start();
    await untilSent(storage);
    const sent = double.history.map((line) => keys.findIndex((key) => line.includes(key.slice(0, -4))));
    // Four at a time: at most three are overtaken by any other, however long one of them takes.
    expect(sent.toSorted((a, b) => a - b)).toEqual(keys.map((_, i) => i));
    for (const [place, index] of sent.entries()) expect(index - place).toBeLessThan(4);
    expect(storage.status).toMatchObject({ state: 'up', reason: null });
    expect(bench.told.at(-1)).toBe('recovered');
  });

  it('keeps on trying through errors of the store', async () => {
    double.trouble = 'error';
    const storage = await bench.open(driver);
    const { key } = await storage.put('uploads', text(1), 'image/png');
    await bench.untilBreakerOpens();
    expect(storage.status.reason).toMatch(/answers 500/);
    double.trouble = 'none';
    await untilSent(storage);
    expect(await storage.get(key)).toEqual({ bytes: text(1), contentType: 'image/png' });
  });

  it('waits for a silent store no longer than its deadline', async () => {
    const storage = await bench.open(driver);
    const { key } = await storage.put('uploads', text(1), 'image/png');
    await untilSent(storage);
    double.trouble = 'black hole';
    await expect(storage.get(key)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining('does not answer in time'),
    });
    const late = await storage.put('uploads', text(2), 'image/png');
    expect(await storage.get(late.key)).toEqual({ bytes: text(2), contentType: 'image/png' });
    await bench.untilBreakerOpens();
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    double.trouble = 'none';
    await untilSent(storage);
    expect(double.objects.size).toBe(2);
  });

  it('loses the one object that the store will never take, says so, and sends those behind it', async () => {
    const storage = await bench.open(driver);
    const large = await storage.put('uploads', Buffer.alloc(1_000_001), 'image/png');
    const { key } = await storage.put('uploads', text(1), 'image/png');
    await untilSent(storage);
    expect(bench.told).toContain(`rejected ${large.key}`);
    expect((await storage.get(key))?.bytes).toEqual(text(1));
    expect(storage.status.state).toBe('up');
  });

  it('removes at the end what was removed while the store was away, and does not send it first', async () => {
    const storage = await bench.open(driver);
    const first = await storage.put('uploads', text(1), 'image/png');
    await untilSent(storage);
    double.trouble = 'error';
    const second = await storage.put('uploads', text(2), 'image/png');
    await bench.untilBreakerOpens();
    await storage.delete(first.key);
    await waitFor(async () => (await storage.delete(second.key), storage.status.waiting.bytes === 0), {
      what: 'the second object to be taken back',
    });
    expect(await storage.get(first.key)).toBeUndefined();
    expect(await storage.get(second.key)).toBeUndefined();
    double.trouble = 'none';
    await untilSent(storage);
    expect(double.objects.size).toBe(0);
    expect(double.history.filter((line) => line.startsWith('put'))).toHaveLength(1);
  });
});
