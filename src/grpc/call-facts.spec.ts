import { Metadata } from '@grpc/grpc-js';

import { callerOf, headersOf } from './call-facts.js';

const from = (peer: string, host = 'localhost:8001') => ({ getPeer: () => peer, getHost: () => host });

describe('callerOf', () => {
  it.each([
    ['127.0.0.1:50112', '127.0.0.1'],
    ['::1:50112', '::1'],
    ['::ffff:192.0.2.1:50112', '::ffff:192.0.2.1'],
    ['unknown', 'unknown'],
  ])('takes the address out of %s', (peer, address) => {
    expect(callerOf(from(peer), new Metadata(), false)).toMatchObject({
      socketAddress: address,
      clientAddress: address,
      headers: { host: 'localhost:8001' },
    });
  });

  it('believes one hop of x-forwarded-for, and only where a proxy is trusted', () => {
    const metadata = new Metadata();
    metadata.set('x-forwarded-for', '198.51.100.7, 203.0.113.9');
    const peer = from('192.0.2.1:4');
    expect(callerOf(peer, metadata, true).clientAddress).toBe('203.0.113.9');
    expect(callerOf(peer, metadata, false).clientAddress).toBe('192.0.2.1');
  });

  it('does not let metadata name another host', () => {
    const metadata = new Metadata();
    metadata.set('host', 'evil.example');
    expect(callerOf(from('127.0.0.1:4', 'real.example'), metadata, false).headers['host']).toBe(
      'real.example',
    );
  });
});

describe('headersOf', () => {
  it('leaves binary metadata out', () => {
    const metadata = new Metadata();
    metadata.set('x-a', '1');
    metadata.set('x-b-bin', Buffer.of(1));
    expect(headersOf(metadata)).toEqual({ 'x-a': '1' });
  });
});
