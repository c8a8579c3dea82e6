import { type AnswerFormat, answerFormat } from './accept.js';

describe('answerFormat', () => {
  const all: AnswerFormat[] = ['json', 'png', 'jpeg'];

  it.each<[string | undefined, AnswerFormat]>([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['image/*', 'png'],
    ['image/jpeg', 'jpeg'],
    ['image/jpeg;q=0.5, image/png', 'png'],
    ['text/html, application/xhtml+xml, image/webp, */*;q=0.8', 'json'],
    ['application/problem+json', 'json'],
    ['application/problem+json, application/json;q=0.9', 'json'],
  ])('%s gives %s', (accept, format) => {
    expect(answerFormat(accept, all)).toBe(format);
  });

  it('names what there is when nothing fits', () => {
    expect(() => answerFormat('text/csv', ['json'])).toThrow(
      "cannot answer as 'text/csv'; available: application/json",
    );
  });
});
