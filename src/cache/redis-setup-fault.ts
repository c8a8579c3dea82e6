/** What an operator has to look at before Redis can be used. */
export interface RedisSetupFault {
  /** A sentence that a client may see. */
  readonly reason: string;
  /** What would be right, for the log: it names the setting. */
  readonly advice: string;
  /** Whether it cannot mend itself. */
  readonly isLasting: boolean;
}

const NOT_LET_IN = 'Redis does not let this server in';
const NO_TLS = 'Redis and this server do not agree on TLS';
const AWAY = 'Redis cannot be reached';

const lasting = (reason: string, advice: string): RedisSetupFault => ({ reason, advice, isLasting: true });
const WANTS_TLS = lasting(
  NO_TLS,
  'nothing speaks TLS at that port: REDIS_URL begins with redis:// for a Redis without tls-port',
);

/** By what Redis, node-redis and OpenSSL say; codes are not always handed on. */
const FAULTS: readonly (readonly [RegExp, RedisSetupFault])[] = [
  [/^WRONGPASS|invalid password/, lasting(NOT_LET_IN, 'check user and password in REDIS_URL')],
  [
    /^NOAUTH/,
    lasting(
      NOT_LET_IN,
      'Redis asks for a password: put it into REDIS_URL, between a colon and an @ before the host',
    ),
  ],
  [
    /without any password configured/,
    lasting(NOT_LET_IN, 'Redis has no password: leave it out of REDIS_URL'),
  ],
  [
    /DB index is out of range/,
    lasting(NOT_LET_IN, 'REDIS_URL ends with a number of a database that Redis does not have'),
  ],
  [
    /self.signed certificate|unable to (verify|get)|certificate has expired/i,
    lasting(
      NO_TLS,
      'the certificate of Redis is not trusted here: name the file of its authority in NODE_EXTRA_CA_CERTS',
    ),
  ],
  [
    /does not match certificate's altnames/,
    lasting(NO_TLS, 'the certificate of Redis is for another name: use that name as the host in REDIS_URL'),
  ],
  [/wrong version number/, WANTS_TLS],
  [/ENOTFOUND/, lasting(AWAY, 'check the host in REDIS_URL')],
  [
    /^Socket closed unexpectedly|ECONNRESET/,
    {
      reason: AWAY,
      advice:
        'if that goes on: REDIS_URL needs rediss:// for a Redis with TLS; protected-mode or maxclients may refuse this server',
      isLasting: false,
    },
  ],
];

/**
 * @param said why the connection failed
 * @param url REDIS_URL
 * @returns undefined for what mends itself and is told well enough
 */
export function redisSetupFault(said: string, url: string): RedisSetupFault | undefined {
  // A Redis without TLS waits for the rest of a greeting that it does not understand.
  if (said === 'Connection timeout' && url.startsWith('rediss:')) {
    return { reason: AWAY, isLasting: false, advice: `if that goes on: ${WANTS_TLS.advice}` };
  }
  return FAULTS.find(([pattern]) => pattern.test(said))?.[1];
}
