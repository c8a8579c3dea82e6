import { setupNotices } from './setup-notices.js';

const GOOD = { connections: 97, version: 150_004, unknownMigrations: [] };

describe('setupNotices', () => {
  it('says nothing where all is well', () => expect(setupNotices(GOOD, 50)).toEqual([]));

  it.each([
    [
      'a pool that PostgreSQL cannot serve',
      { connections: 17 },
      /DATABASE_POOL_SIZE.* 50 .* max_connections .* 17 /,
    ],
    ['an old PostgreSQL', { version: 130_011 }, /version 13; version 15/],
    [
      'a schema of a newer server',
      { unknownMigrations: ['Later1999999999999'] },
      /another version.*Later1999999999999/,
    ],
  ])('tells of %s', (_, facts, said) => {
    expect(setupNotices({ ...GOOD, ...facts }, 50)).toEqual([expect.stringMatching(said)]);
  });
});
