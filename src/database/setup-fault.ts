/** What an operator has to mend before a database can be used. */
export interface SetupFault {
  /** A sentence that a client may see. */
  readonly reason: string;
  /** What would be right, for the log: it names the setting. */
  readonly advice: string;
}

const NOT_LET_IN = 'the database does not let this server in';
const NO_TLS = 'the database and this server do not agree on TLS';
const CERTIFICATE: SetupFault = {
  reason: NO_TLS,
  advice:
    'the certificate of PostgreSQL is not trusted here: add sslrootcert=<file of its authority> to DATABASE_URL, ' +
    'or sslmode=no-verify to encrypt without looking at it',
};
const FOREIGN: SetupFault = {
  reason: 'the database has tables of another program',
  advice: 'give Sibyl a database of its own, and name it in DATABASE_URL',
};

/** SQLSTATE codes and Node's error codes. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_CODE: Readonly<Record<string, SetupFault>> = {
  '28P01': { reason: NOT_LET_IN, advice: 'check user and password in DATABASE_URL' },
  '28000': {
    reason: NOT_LET_IN,
    advice: 'check the user in DATABASE_URL, and that pg_hba.conf of PostgreSQL lets it in from here',
  },
  '3D000': { reason: NOT_LET_IN, advice: 'make that database, or name another one in DATABASE_URL' },
  ENOTFOUND: { reason: 'the database cannot be reached', advice: 'check the host in DATABASE_URL' },
  '42501': {
    reason: 'the database does not give this server the rights that it needs',
    advice:
      'the user in DATABASE_URL has to own its database, or GRANT CREATE ON SCHEMA public TO it and let it own the tables',
  },
  '25006': {
    reason: 'the database takes no changes at present',
    advice: 'DATABASE_URL has to name a primary whose default_transaction_read_only is off',
  },
  '42P07': FOREIGN,
  '42710': FOREIGN,
  '42703': FOREIGN,
  '42804': FOREIGN,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  CERT_HAS_EXPIRED: CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    reason: NO_TLS,
    advice: 'the certificate of PostgreSQL is for another name: use that name as the host in DATABASE_URL',
  },
};

/** Some have no code of their own. */
const BY_MESSAGE: readonly (readonly [RegExp, SetupFault])[] = [
  [
    /server does not support SSL/i,
    { reason: NO_TLS, advice: 'PostgreSQL there has no TLS: leave sslmode out of DATABASE_URL' },
  ],
  [
    /no encryption|SSL off/i,
    { reason: NO_TLS, advice: 'PostgreSQL there wants TLS: add sslmode=verify-full to DATABASE_URL' },
  ],
  [
    /password must be a/i,
    { reason: NOT_LET_IN, advice: 'PostgreSQL asks for a password, and DATABASE_URL has none' },
  ],
  [
    /unsupported startup parameter/i,
    {
      reason: 'a proxy in front of the database refuses this server',
      advice:
        'of PgBouncer set ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout,extra_float_digits',
    },
  ],
];

/** What somebody has to mend; undefined for what may mend itself. Looks through wrapped errors. */
export function setupFault(error: unknown): SetupFault | undefined {
  for (let current = error, depth = 0; depth < 5; depth++) {
    if (typeof current !== 'object' || current === null) return undefined;
    const { code, message, driverError, cause } = current as Record<string, unknown>;
    // More exact than the code, which may be the one of every refusal.
    const told = BY_MESSAGE.find(([pattern]) => typeof message === 'string' && pattern.test(message));
    if (told) return told[1];
    if (typeof code === 'string' && BY_CODE[code]) return BY_CODE[code];
    current = driverError ?? cause;
  }
  return undefined;
}
