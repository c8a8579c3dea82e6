import { parseLabelFile, parseLabelList } from './manifest-labels.js';

const names = (text: string, file: string): string[] =>
  parseLabelFile(text, file).labels.map(({ name }) => name);

describe('labels in the manifest', () => {
  it('are texts, numbers or maps', () => {
    const { labels, faults } = parseLabelList(
      [
        'Rust',
        7,
        { name: 'Blight', description: 'brown spots', severity: 'high', recommendation: 'cut off' },
      ],
      'labels',
    );
    expect(faults).toEqual([]);
    expect(labels).toEqual([
      { name: 'Rust' },
      { name: '7' },
      { name: 'Blight', description: 'brown spots', severity: 'high', recommendation: 'cut off' },
    ]);
  });

  it('have the keys that were given and no others', () => {
    const { labels } = parseLabelList([{ name: 'Blight', severity: 'high' }], 'labels');
    expect(labels).toStrictEqual([{ name: 'Blight', severity: 'high' }]);
  });

  it.each([
    [[true], "labels[0]: true is not a label (a text, or a map with a 'name'); write it in quotes"],
    [['a', null], "labels[1]: null is not a label (a text, or a map with a 'name')"],
    [[' '], "labels[0]: ' ' is not a label (a text, or a map with a 'name')"],
    [[{ description: 'x' }], 'labels[0].name: is missing; expected a text of 1 to 500 characters'],
    [[{ name: 'a', severty: 'high' }], "labels[0].severty: unknown key; did you mean 'severity'?"],
    [[], 'labels: the list is empty; leave it out or name every class'],
  ])('%j is a fault', (values, fault) => {
    expect(parseLabelList(values, 'labels').faults).toEqual([fault]);
  });
});

describe('a label file', () => {
  it.each([
    ['one label a line', 'labels.txt', 'person\nbicycle\n\n'],
    ['lines of Windows, with a byte order mark', 'labels.txt', '\uFEFFperson\r\nbicycle\r\n'],
    ['a list', 'labels.json', '["person", "bicycle"]'],
    ['a map from index to name', 'labels.json', '{"1": "bicycle", "0": "person"}'],
    ['a map from index to id and name', 'labels.JSON', '{"0": ["n1", "person"], "1": ["n2", "bicycle"]}'],
    ['a list of maps', 'labels.json', '[{"name": "person"}, {"name": "bicycle"}]'],
  ])('may be %s', (_, file, text) => {
    expect(names(text, file)).toEqual(['person', 'bicycle']);
  });

  it('may name two classes alike, as ImageNet does', () => {
    expect(names('crane\ncrane', 'l.txt')).toEqual(['crane', 'crane']);
  });

  it.each([
    ['l.txt', 'a\n\nb', 'labels: l.txt: line 2 is empty'],
    ['l.txt', '\n', 'labels: l.txt: the file holds no label'],
    ['l.json', '{', 'labels: l.json: not JSON'],
    ['l.json', '"a"', "labels: l.json: 'a' is neither a list"],
    [
      'l.json',
      '{"0": "a", "2": "c"}',
      'labels: l.json: 2 entries, but none for index 1; expected the keys 0 to 1',
    ],
    ['l.json', '["a", 5, {}]', 'labels: l.json[2].name: is missing; expected a text'],
  ])('%s %j has a fault', (file, text, start) => {
    const { faults } = parseLabelFile(text, file);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.startsWith(start)).toBe(true);
  });
});
