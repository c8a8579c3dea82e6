import { csvLine } from './csv.js';

describe('csvLine', () => {
  it.each([
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['with "quotes"', '"with ""quotes"""'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
    ['ünï', 'ünï'],
  ])('writes %j as RFC 4180 says', (text, cell) => {
    expect(csvLine([text, text])).toBe(`${cell},${cell}\r\n`);
  });

  it.each([
    ['=1+1', `'=1+1`],
    ['+49', `'+49`],
    ['-2', `'-2`],
    ['@SUM(A1)', `'@SUM(A1)`],
    [' =1', `' =1`],
    ['\t=1', `'\t=1`],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ])('keeps a spreadsheet from running %j', (text, cell) => {
    expect(csvLine([text])).toBe(`${cell}\r\n`);
  });

  it('leaves numbers, booleans and nothing as they are', () => {
    expect(csvLine([-1.5, true, null, 0])).toBe('-1.5,true,,0\r\n');
  });
});
