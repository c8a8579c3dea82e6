import { connectionFault, sqlState } from './connection-fault.js';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('connectionFault', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED'), 'lost'],
    ['a reset connection', withCode('ECONNRESET'), 'lost'],
    ['a terminated backend', withCode('57P01'), 'lost'],
    ['a server that starts', withCode('57P03'), 'lost'],
    ['a connection exception', withCode('08006'), 'lost'],
    ['a connection that ended in a query', new Error('Connection terminated unexpectedly'), 'lost'],
    ['a pool that was closed', new Error('Cannot use a pool after calling end on the pool'), 'lost'],
    [
      'a connection that ended in a transaction',
      new Error('Query runner already released. Cannot run queries anymore.'),
      'lost',
    ],
    ['a frozen server', new Error('Query read timeout'), 'frozen'],
    [
      'a connection that is not taken',
      new Error('Connection terminated due to connection timeout'),
      'frozen',
    ],
    ['an exhausted pool', new Error('timeout exceeded when trying to connect'), 'busy'],
    ['a slow query', withCode('57014'), 'slow'],
    ['a lock that is not given', withCode('55P03'), 'busy'],
    ['too many connections', withCode('53300'), 'busy'],
    ['a full disk', withCode('53100'), 'busy'],
    ['a disk that fails', withCode('58030'), 'busy'],
    ['a database that only reads', withCode('25006'), 'busy'],
    ['a password that was changed', withCode('28P01'), 'lost'],
    ['a database that was dropped', withCode('3D000'), 'lost'],
  ])('knows %s', (_what, error, kind) => {
    expect(connectionFault(error)?.kind).toBe(kind);
  });

  it('looks into what TypeORM and Node wrap around a fault', () => {
    const wrapped = Object.assign(new Error('failed'), { driverError: withCode('57P01') });
    expect(connectionFault(wrapped)?.kind).toBe('lost');
    expect(connectionFault(new AggregateError([withCode('ECONNREFUSED')], ''))?.kind).toBe('lost');
    expect(connectionFault(new Error('x', { cause: withCode('EPIPE') }))?.kind).toBe('lost');
  });

  it.each([withCode('42P01'), withCode('23505'), new Error('column does not exist'), undefined, 'text'])(
    'sees none in %s',
    (error) => expect(connectionFault(error)).toBeUndefined(),
  );

  it('tells clients nothing of addresses', () => {
    const fault = connectionFault(withCode('ECONNREFUSED', 'connect ECONNREFUSED 10.1.2.3:5432'));
    expect(fault?.reason).toBe('the database cannot be reached');
  });
});

describe('sqlState', () => {
  it('is the code of the driver, also behind TypeORM', () => {
    expect(sqlState(withCode('22P05'))).toBe('22P05');
    expect(sqlState(Object.assign(new Error(), { driverError: withCode('23514') }))).toBe('23514');
    expect(sqlState(new Error())).toBeUndefined();
  });
});
