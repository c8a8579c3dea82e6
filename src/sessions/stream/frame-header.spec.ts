import { readFrameHeader } from './frame-header.js';

const NOW = Date.UTC(2026, 10, 29);

describe('readFrameHeader', () => {
  it.each([
    ['nothing', '{}', { options: {} }],
    ['a number', '{"frame": 7}', { frame: 7, options: {} }],
    ['a time in milliseconds', `{"captured_at": ${NOW}}`, { capturedAt: NOW, options: {} }],
    ['a time as text', '{"captured_at": "2026-11-29T00:00:00Z"}', { capturedAt: NOW, options: {} }],
    ['options', '{"options": {"score_threshold": 0.2}}', { options: { score_threshold: 0.2 } }],
  ])('reads %s', (_, text, header) => expect(readFrameHeader(text, NOW)).toEqual(header));

  it.each([
    ['text that is no JSON', 'hello', 'header'],
    ['a list', '[]', 'header'],
    ['too much', JSON.stringify({ options: { a: 'x'.repeat(20_000) } }), 'characters'],
    ['an unknown key', '{"colour": 1}', 'colour'],
    ['a number that is none', '{"frame": 1.5}', 'frame'],
    ['a time that is none', '{"captured_at": "now"}', 'captured_at'],
    ['two times', `{"captured_at": "${NOW},${NOW}"}`, 'one time'],
    ['options that are none', '{"options": []}', 'options'],
  ])('refuses %s', (_, text, named) => expect(() => readFrameHeader(text, NOW)).toThrow(named));
});
