import { isAbsolute, normalize, relative } from 'node:path';

import * as fc from 'fast-check';

import { pathUnder } from './path-under.js';

const ROOT = '/srv/objects';

describe('pathUnder', () => {
  it('joins a name below the root', () => {
    expect(pathUnder(ROOT, 'uploads/a.jpg')).toBe('/srv/objects/uploads/a.jpg');
    expect(pathUnder(ROOT, 'uploads/..a/b')).toBe('/srv/objects/uploads/..a/b');
  });

  it.each(['', '.', '..', '../x', 'a/../../x', '/etc/passwd', 'a/../..', 'a\\..\\..\\x', 'C:/x', 'a\0b'])(
    'refuses %j',
    (name) => {
      expect(pathUnder(ROOT, name)).toBeUndefined();
    },
  );

  it('lets none of 5,000 hostile names out', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '...', '..%2f', '%2e%2e', '~', 'C:', '\\..', '\u2025', '\uff0e\uff0e'),
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const name = fc
      .tuple(
        fc.constantFrom('', '/', './', '//'),
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom('/', '\\'),
      )
      .map(([start, parts, separator]) => start + parts.join(separator));
    fc.assert(
      fc.property(name, (text) => {
        const path = pathUnder(ROOT, text);
        if (path === undefined) return;
        const inside = relative(ROOT, normalize(path));
        expect(inside).not.toBe('');
        expect(inside === '..' || inside.startsWith('../') || isAbsolute(inside)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });
});
