import { setupFault } from './setup-fault.js';

const fault = (code: string, message = 'said by PostgreSQL') => Object.assign(new Error(message), { code });

describe('setupFault', () => {
  it.each<[string, unknown, string, string]>([
    ['a wrong password', fault('28P01'), 'let this server in', 'password in DATABASE_URL'],
    ['no such database', fault('3D000'), 'let this server in', 'name another one in DATABASE_URL'],
    ['no such host', fault('ENOTFOUND'), 'cannot be reached', 'host in DATABASE_URL'],
    ['no right to make tables', fault('42501'), 'rights', 'GRANT CREATE ON SCHEMA public'],
    ['tables of others', fault('42P07'), 'another program', 'a database of its own'],
    ['a self-signed certificate', fault('DEPTH_ZERO_SELF_SIGNED_CERT'), 'TLS', 'sslrootcert'],
    ['a server without TLS', new Error('The server does not support SSL connections'), 'TLS', 'sslmode'],
    [
      'a server that wants TLS',
      fault('28000', 'no pg_hba.conf entry for host "::1", user "a", database "b", no encryption'),
      'TLS',
      'verify-full',
    ],
    [
      'a URL without password',
      new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
      'let this server in',
      'DATABASE_URL has none',
    ],
    [
      'PgBouncer',
      fault('08P01', 'unsupported startup parameter: lock_timeout'),
      'proxy',
      'ignore_startup_parameters',
    ],
    ['what TypeORM has wrapped', { driverError: fault('28P01') }, 'let this server in', 'password'],
  ])('names what is to be mended for %s', (_, error, reason, advice) => {
    expect(setupFault(error)).toEqual({
      reason: expect.stringContaining(reason),
      advice: expect.stringContaining(advice),
    });
  });

  it.each([
    ['a server that starts', fault('57P03')],
    ['a refused connection', fault('ECONNREFUSED')],
    ['nothing', undefined],
  ])('says nothing of what mends itself: %s', (_, error) => expect(setupFault(error)).toBeUndefined());
});
