import { assertOrigin } from './origin.js';

const HOST = 'sibyl.example:8080';

describe('assertOrigin', () => {
  it.each([
    ['a program without an origin', undefined, []],
    ['a page of the server itself', `http://${HOST}`, []],
    ['a page of the server behind TLS', `https://${HOST}`, []],
    ['a page that is allowed', 'https://app.example', ['https://app.example']],
    ['every page where all are', 'https://evil.example', ['*']],
  ])('lets %s in', (_, origin, allowed) => {
    expect(() =>
      assertOrigin({ host: HOST, ...(origin === undefined ? {} : { origin }) }, allowed),
    ).not.toThrow();
  });

  it.each(['https://evil.example', 'null', 'http://sibyl.example', ''])("refuses '%s'", (origin) => {
    expect(() => assertOrigin({ host: HOST, origin }, ['https://app.example'])).toThrow(/WebSocket/);
  });
});
