import { Terminal } from './terminal.js';
import { textTable, wrap } from './text-table.js';

const terminal = (columns: number, isTTY = false) =>
  new Terminal({ write: () => true, columns, isTTY }, { write: () => true }, { isColorWanted: true });

describe('wrap', () => {
  it.each<[string, number, string[]]>([
    ['', 10, ['']],
    ['one two three', 20, ['one two three']],
    ['one two three', 8, ['one two', 'three']],
    ['  one two', 6, ['  one', '  two']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a abcdefgh b', 4, ['a', 'abcd', 'efgh', 'b']],
  ])('breaks %j at %i columns', (text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected);
  });
});

describe('textTable', () => {
  const rows = [
    [{ text: 'input.color' }, { text: 'RGB' }, { text: 'as Ultralytics exports are fed' }],
    [{ text: 'task' }, { text: 'tensor' }, { text: '' }],
  ];

  it('makes each column as wide as it has to be', () => {
    expect(textTable(terminal(100), rows, ['key', 'value', 'note'])).toEqual([
      'key          value   note',
      'input.color  RGB     as Ultralytics exports are fed',
      'task         tensor',
    ]);
  });

  it('goes on in the next line where the last column is full', () => {
    const long = [[{ text: 'key' }, { text: 'word '.repeat(20).trim() }]];
    const lines = textTable(terminal(60), long);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^ {5}word/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('colours what it shows and counts the columns without colours', () => {
    const colored = [
      [{ text: 'a', style: 'green' as const }, { text: 'b' }],
      [{ text: 'long' }, { text: 'c' }],
    ];
    expect(textTable(terminal(80, true), colored)).toEqual(['\u001b[32ma\u001b[39m     b', 'long  c']);
    expect(textTable(terminal(80, false), colored)).toEqual(['a     b', 'long  c']);
  });
});
