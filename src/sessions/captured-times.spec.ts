import { capturedTimes } from './captured-times.js';

const NOW = Date.UTC(2026, 10, 21, 10);

describe('capturedTimes', () => {
  it.each([
    ['nothing', undefined, []],
    ['Unix milliseconds', `${NOW}`, [NOW]],
    ['UTC', '2026-11-21T10:00:00.040Z', [NOW + 40]],
    ['another zone', '2026-11-21T12:00:00+02:00', [NOW]],
    ['several', `${NOW}, 2026-11-21T10:00:00.100Z`, [NOW, NOW + 100]],
    ['a clock that is a little ahead', `${NOW + 59_000}`, [NOW + 59_000]],
    ['a recording of long ago', '0', [0]],
  ])('reads %s', (_, text, times) => expect(capturedTimes(text, NOW)).toEqual(times));

  it.each([
    '',
    'yesterday',
    '2026-11-21T10:00:00',
    '-5',
    '12.5',
    `${NOW},`,
    `${NOW + 61_000}`,
    '9'.repeat(16),
  ])("refuses '%s'", (text) => expect(() => capturedTimes(text, NOW)).toThrow(/captured_at/));
});
