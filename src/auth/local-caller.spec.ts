import { whyNotLocal } from './local-caller.js';

const here = (headers: Record<string, string> = {}, address = '127.0.0.1', client = address) => ({
  socketAddress: address,
  clientAddress: client,
  headers: { host: 'localhost:8080', ...headers },
});

const told = (client: string) => whyNotLocal(here({ 'x-forwarded-for': client }, '127.0.0.1', client), true);

describe('whyNotLocal', () => {
  it.each([
    ['127.0.0.1', 'localhost:8080'],
    ['127.8.8.8', '127.0.0.1'],
    ['::1', '[::1]:8080'],
    ['::ffff:127.0.0.1', 'sibyl.localhost:8080'],
  ])('takes a request from %s to %s as local', (address, host) => {
    expect(whyNotLocal(here({ host }, address), false)).toBeNull();
  });

  it.each(['192.0.2.1', '::ffff:192.0.2.1', '10.0.0.1', 'fe80::1', '1270.0.0.1'])(
    'takes one from %s as foreign',
    (address) => {
      expect(whyNotLocal(here({}, address), false)).toBe('the request comes from another machine');
    },
  );

  it('takes one without a socket as foreign', () => {
    expect(whyNotLocal({ ...here(), socketAddress: undefined }, false)).not.toBeNull();
  });

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'])(
    'does not take a local proxy that sets %s for a local client',
    (name) => {
      expect(whyNotLocal(here({ [name]: '127.0.0.1' }), false)).toBe(
        `a proxy forwarded the request (${name})`,
      );
    },
  );

  it('believes a trusted proxy what it says of the client', () => {
    expect(told('127.0.0.1')).toBeNull();
    expect(told('192.0.2.1')).toBe('the request comes from another machine');
  });

  it('does not take silence of a trusted proxy about the client for a local client', () => {
    expect(whyNotLocal(here({ 'x-real-ip': '192.0.2.1' }), true)).toMatch(/^a proxy forwarded/);
  });

  it.each([
    ['a name that was bound to this machine', { host: 'evil.example' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a form of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s in a browser of this machine', (_, headers) => {
    expect(whyNotLocal(here(headers as Record<string, string>), false)).not.toBeNull();
  });

  it('takes its own documentation page as local', () => {
    const headers = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' };
    expect(whyNotLocal(here(headers), false)).toBeNull();
  });
});
