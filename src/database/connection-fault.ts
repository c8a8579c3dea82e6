/** What is wrong between us and the database. The sentence may be shown to a client: it holds no address and no SQL. */
export interface ConnectionFault {
  /**
   * `lost`: the connection broke or cannot be made. `frozen`: the server does not answer. `slow`: it works on this query
   * for longer than may be. `busy`: it works but cannot take this query now.
   */
  readonly kind: 'lost' | 'frozen' | 'slow' | 'busy';
  readonly reason: string;
}

const LOST: ConnectionFault = { kind: 'lost', reason: 'the database cannot be reached' };
const FROZEN: ConnectionFault = { kind: 'frozen', reason: 'the database did not answer in time' };
const BUSY: ConnectionFault = { kind: 'busy', reason: 'the database is busy' };
/** After a failover to a standby, or because an operator says so. */
const READ_ONLY: ConnectionFault = { kind: 'busy', reason: 'the database takes no changes at present' };
/** It is there and lets nobody in: a password was changed, the database was dropped. */
const SHUT: ConnectionFault = { kind: 'lost', reason: 'the database does not let this server in' };
const NO_FREE: ConnectionFault = { kind: 'busy', reason: 'every database connection is in use' };

/** SQLSTATE codes and Node's error codes. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_CODE: Record<string, ConnectionFault> = {
  ECONNREFUSED: LOST,
  ECONNRESET: LOST,
  ECONNABORTED: LOST,
  EPIPE: LOST,
  ENOTFOUND: LOST,
  EAI_AGAIN: LOST,
  EHOSTUNREACH: LOST,
  ENETUNREACH: LOST,
  ENOENT: LOST,
  ETIMEDOUT: FROZEN,
  '57014': { kind: 'slow', reason: FROZEN.reason }, // query_canceled: statement_timeout
  '57P01': LOST, // admin_shutdown
  '57P02': LOST, // crash_shutdown
  '57P03': { kind: 'lost', reason: 'the database is starting or stopping' }, // cannot_connect_now
  '57P05': LOST, // idle_session_timeout
  '25P03': LOST, // idle_in_transaction_session_timeout
  '53300': NO_FREE, // too_many_connections
  '55P03': BUSY, // lock_not_available: lock_timeout
  '40P01': BUSY, // deadlock_detected
  '25006': READ_ONLY, // read_only_sql_transaction
  '28000': SHUT, // invalid_authorization_specification
  '28P01': SHUT, // invalid_password
  '3D000': SHUT, // invalid_catalog_name: no such database
  '57P04': SHUT, // database_dropped
};

/** pg and pg-pool give no code for these. */
const BY_MESSAGE: readonly [RegExp, ConnectionFault][] = [
  [/^timeout exceeded when trying to connect/, NO_FREE],
  [/^Query read timeout/, FROZEN],
  [/connection timeout|timeout expired/i, FROZEN],
  [/^Connection terminated|Connection ended|Client has encountered a connection error|not queryable/i, LOST],
  // TypeORM, when the connection broke between two statements of a transaction.
  [/^Query runner already released|provided by a query runner was already released/, LOST],
  [/Cannot use a pool after calling end|Driver not Connected|Connection is not established/i, LOST],
];

/** Tells a fault of the connection from a fault of the query; undefined for the latter. Looks through wrapped errors. */
export function connectionFault(error: unknown): ConnectionFault | undefined {
  for (let current = error, depth = 0; depth < 5; depth++) {
    if (typeof current !== 'object' || current === null) return undefined;
    const { code, message, driverError, cause, errors } = current as {
      code?: unknown;
      message?: unknown;
      driverError?: unknown;
      cause?: unknown;
      errors?: unknown;
    };
    if (typeof code === 'string') {
      if (BY_CODE[code]) return BY_CODE[code];
      if (code.startsWith('08')) return LOST;
      // Its disk or memory is full; its own system failed it.
      if (code.startsWith('53') || code.startsWith('58')) return BUSY;
    }
    if (typeof message === 'string') {
      const known = BY_MESSAGE.find(([pattern]) => pattern.test(message));
      if (known) return known[1];
    }
    // Node tries every address of a host and reports all failures in one AggregateError.
    current = driverError ?? cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return undefined;
}

/** The SQLSTATE of a failed query, if it has one. */
export function sqlState(error: unknown): string | undefined {
  const { driverError, code } = (error ?? {}) as { driverError?: { code?: unknown }; code?: unknown };
  const state = driverError?.code ?? code;
  return typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) ? state : undefined;
}
