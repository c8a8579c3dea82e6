import { fromCursor, toCursor } from './page-cursor.js';
import { newPredictionId } from './prediction-id.js';

describe('toCursor', () => {
  it('is read back as the id it was made of, and needs no escaping in a URL', () => {
    for (let i = 0; i < 200; i++) {
      const id = newPredictionId();
      expect(toCursor(id)).toMatch(/^[A-Za-z0-9_-]{28}$/);
      expect(fromCursor(toCursor(id))).toBe(id);
    }
  });
});

describe('fromCursor', () => {
  const cursor = toCursor('01a1fce2-b7c8-75da-a81e-87c270e4aa4a');

  it.each([
    ['nothing', ''],
    ['a word', 'next'],
    ['an id', '01a1fce2-b7c8-75da-a81e-87c270e4aa4a'],
    ['a cut cursor', cursor.slice(0, -1)],
    ['a longer cursor', `${cursor}A`],
    ['padding', `${cursor}=`],
    ['white space', ` ${cursor}`],
    ['28 zero characters', 'A'.repeat(28)],
    ['text that is no base64url', '\u{1F600}'.repeat(14)],
  ])('refuses %s', (_what, text) => {
    expect(() => fromCursor(text)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
  });

  it('refuses a cursor with any one character changed', () => {
    for (let at = 0; at < cursor.length; at++) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      const changed = cursor.slice(0, at) + other + cursor.slice(at + 1);
      expect(() => fromCursor(changed)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR' }));
    }
  });
});
