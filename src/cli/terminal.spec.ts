import { printable, Terminal } from './terminal.js';

describe('printable', () => {
  it.each([
    ['plain text', 'plain text'],
    ['Größe 木 🍎', 'Größe 木 🍎'],
    ['\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['two\nlines', 'two\\u{a}lines'],
    ['right\u202eto left', 'right\\u{202e}to left'],
  ])('shows %j as %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('Terminal', () => {
  const nothing = { write: () => true };

  it.each([
    [undefined, 100],
    [80, 80],
    [200, 100],
    [20, 60],
  ])('fills %p columns as %i', (columns, expected) => {
    const terminal = new Terminal({ ...nothing, columns }, nothing, { isColorWanted: true });
    expect(terminal.width).toBe(expected);
  });

  it.each([
    [true, true, '\u001b[32mok\u001b[39m'],
    [true, false, 'ok'],
    [false, true, 'ok'],
  ])('colours on a terminal: %p, wanted: %p', (isTTY, isColorWanted, expected) => {
    expect(new Terminal({ ...nothing, isTTY }, nothing, { isColorWanted }).style('green', 'ok')).toBe(
      expected,
    );
  });
});
