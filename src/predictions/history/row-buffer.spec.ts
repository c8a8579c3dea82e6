import { RowBuffer } from './row-buffer.js';

function filled(count: number, maxRows = 100, maxBytes = 1000): RowBuffer {
  const buffer = new RowBuffer(maxRows, maxBytes);
  for (let i = 0; i < count; i++) buffer.add(`id${i}`, 'x'.repeat(10), i);
  return buffer;
}

describe('RowBuffer', () => {
  it('gives the oldest rows and keeps them until they are removed', () => {
    const buffer = filled(5);
    const batch = buffer.oldest(2);
    expect(batch.map((row) => row.id)).toEqual(['id0', 'id1']);
    expect(buffer.size).toBe(5);
    buffer.remove(batch);
    expect([buffer.size, buffer.bytes, buffer.oldestAt]).toEqual([3, 30, 2]);
    expect(buffer.get('id0')).toBeUndefined();
    expect(buffer.get('id2')).toBe('x'.repeat(10));
  });

  it('ends a batch before it has too many bytes, but never gives none', () => {
    expect(filled(5).oldest(5, 25)).toHaveLength(2);
    expect(filled(5).oldest(5, 1)).toHaveLength(1);
  });

  it('counts bytes, not characters', () => {
    const buffer = new RowBuffer(10, 100);
    buffer.add('a', '\u20ac', 0);
    expect(buffer.bytes).toBe(3);
  });

  it('counts a row once that is removed twice', () => {
    const buffer = filled(2);
    const rows = buffer.oldest(1);
    buffer.remove(rows);
    buffer.remove(rows);
    expect(buffer.bytes).toBe(10);
  });

  it.each([
    ['rows', 3, 1000, 7],
    ['bytes', 100, 55, 5],
  ])('drops the oldest when there are too many %s', (_what, maxRows, maxBytes, dropped) => {
    const buffer = filled(10, maxRows, maxBytes);
    expect(buffer.trim()).toBe(dropped);
    expect(buffer.oldest(1)[0]?.id).toBe(`id${dropped}`);
    expect(buffer.fill).toBeLessThanOrEqual(1);
  });

  it('is empty of everything after the last row', () => {
    const buffer = filled(3);
    buffer.remove(buffer.oldest(3));
    expect([buffer.size, buffer.bytes, buffer.fill, buffer.oldestAt]).toEqual([0, 0, 0, undefined]);
  });
});
