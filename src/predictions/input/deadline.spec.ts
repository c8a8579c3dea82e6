import { deadlineOf } from './deadline.js';

describe('deadlineOf', () => {
  it.each([
    ['the server', undefined, 30_000, null, 30_000],
    ['the model', undefined, 30_000, 500, 500],
    ['the client', '250', 30_000, 500, 250],
    ['the server over a patient client', '90000', 30_000, null, 30_000],
  ])('is the shortest: %s', (_, header, server, model, expected) => {
    const headers = header === undefined ? {} : { 'x-request-timeout-ms': header };
    expect(deadlineOf({ headers }, server, model)).toBe(expected);
  });

  it.each(['0', '-1', '1.5', 'soon', '', '99999999999'])('refuses %j', (header) => {
    expect(() => deadlineOf({ headers: { 'x-request-timeout-ms': header } }, 1000, null)).toThrow(
      /whole number of milliseconds/,
    );
  });
});
