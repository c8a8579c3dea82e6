import { redisSetupFault } from './redis-setup-fault.js';

const PLAIN = 'redis://localhost:6379';

describe('redisSetupFault', () => {
  it.each([
    [
      'WRONGPASS invalid username-password pair or user is disabled.',
      'let this server in',
      'password in REDIS_URL',
    ],
    ['NOAUTH Authentication required.', 'let this server in', 'before the host'],
    [
      'ERR AUTH <password> called without any password configured for the default user. Are you sure?',
      'let this server in',
      'leave it out of REDIS_URL',
    ],
    ['ERR DB index is out of range', 'let this server in', 'number of a database'],
    ['self-signed certificate', 'TLS', 'NODE_EXTRA_CA_CERTS'],
    ['unable to verify the first certificate', 'TLS', 'NODE_EXTRA_CA_CERTS'],
    [
      "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: ",
      'TLS',
      'that name',
    ],
    ['getaddrinfo ENOTFOUND redis.invalid', 'cannot be reached', 'host in REDIS_URL'],
    ['read ECONNRESET', 'cannot be reached', 'rediss://'],
    ['Socket closed unexpectedly', 'cannot be reached', 'protected-mode'],
  ])('names what is to be mended for %j', (said, reason, advice) => {
    expect(redisSetupFault(said, PLAIN)).toMatchObject({
      reason: expect.stringContaining(reason),
      advice: expect.stringContaining(advice),
    });
  });

  it('takes a silence for a missing TLS only where TLS was asked for', () => {
    expect(redisSetupFault('Connection timeout', 'rediss://localhost:6379')?.advice).toContain('tls-port');
    expect(redisSetupFault('Connection timeout', PLAIN)).toBeUndefined();
  });

  it('says nothing of a Redis that is not there yet', () => {
    expect(redisSetupFault('connect ECONNREFUSED 127.0.0.1:6379', PLAIN)).toBeUndefined();
  });
});
