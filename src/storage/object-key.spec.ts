import * as fc from 'fast-check';

import { contentTypeOf, isObjectKey, newObjectKey } from './object-key.js';

describe('newObjectKey', () => {
  it.each([
    ['image/jpeg', 'jpg', 'image/jpeg'],
    ['image/png', 'png', 'image/png'],
    ['image/webp', 'webp', 'image/webp'],
    ['application/json', 'json', 'application/json'],
    ['text/html; charset=../../etc', 'bin', 'application/octet-stream'],
  ])('keeps %s as .%s', (given, end, type) => {
    const key = newObjectKey('uploads', given);
    expect(key).toMatch(new RegExp(`^uploads/\\d{4}/\\d{2}/\\d{2}/[0-9a-f-]{36}\\.${end}$`));
    expect(isObjectKey(key)).toBe(true);
    expect(contentTypeOf(key)).toBe(type);
  });

  it('lies in the folder of the day that its id carries', () => {
    const [, day] = /^results\/(.{10})\//.exec(newObjectKey('results', 'image/png')) ?? [];
    const days = [Date.now(), Date.now() - 60_000].map((at) => new Date(at).toISOString().slice(0, 10));
    expect(days.map((text) => text.replaceAll('-', '/'))).toContain(day);
  });

  it('never repeats itself', () => {
    const keys = Array.from({ length: 5000 }, () => newObjectKey('uploads', 'image/jpeg'));
    expect(new Set(keys).size).toBe(5000);
    expect(keys.toSorted()).toEqual(keys);
  });
});

describe('isObjectKey', () => {
  const key = newObjectKey('uploads', 'image/jpeg');

  it.each([
    '',
    'uploads',
    `/${key}`,
    `${key}/`,
    `${key}\n`,
    `${key}\0`,
    `../${key}`,
    `uploads/../${key}`,
    key.replace('uploads', 'secrets'),
    key.replaceAll('/', '\\'),
    key.toUpperCase(),
    key.replace('.jpg', '.exe'),
    key.replace('.jpg', ''),
    key.replace('/', '//'),
    `file:///${key}`,
    encodeURIComponent(key),
  ])('refuses %j', (text) => {
    expect(isObjectKey(text)).toBe(false);
  });

  it('takes of 5,000 changed keys only those that have the form of one', () => {
    const place = fc.integer({ min: 0, max: key.length - 1 });
    const changed = fc
      .tuple(place, fc.string({ minLength: 1, maxLength: 3 }))
      .map(([at, text]) => key.slice(0, at) + text + key.slice(at + 1));
    const taken = fc.sample(changed, 5000).filter((text) => isObjectKey(text));
    expect(taken.filter((text) => !/^uploads(\/[0-9]+){3}\/[0-9a-f-]{36}\.[a-z]+$/.test(text))).toEqual([]);
  });
});
